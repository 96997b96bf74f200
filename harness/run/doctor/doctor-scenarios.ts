import type { Scenario } from '../../types.js';
import { DEFAULT_KERNEL } from '../plan/resolve-plan.js';
import { bakedAlready } from '../prepare/baked-already.js';
import { isAnswered, questionsOf } from '../prepare/needs.js';
import type { Finding } from '../requirements/finding.js';

/** What each scenario needs of its guest, and whether that guest is baked and has it. */
export async function examineScenarios(scenarios: readonly Scenario[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const scenario of scenarios) {
    const { name, packages = [] } = scenario;
    const baked = await bakedAlready([scenario]);
    const state = baked.complete ? 'ok' : 'note';
    const named = packages.length === 0 ? 'none beyond those of every guest' : packages.join(', ');
    findings.push({ what: `${name}: packages`, state: 'ok', detail: named });
    findings.push({ what: `${name}: baked`, state, detail: baked.detail });
    findings.push(await needsOf(scenario, baked.guest));
  }
  return findings;
}

async function needsOf(
  scenario: Scenario,
  guest: Awaited<ReturnType<typeof bakedAlready>>['guest'],
): Promise<Finding> {
  const { name, needs } = scenario;
  const what = `${name}: needs`;
  if (needs === undefined) return { what, state: 'ok', detail: 'it says none' };
  const { programs, modules, cpus } = needs;
  const words = [
    ...(programs.length === 0 ? [] : [`programs ${programs.join(', ')}`]),
    ...(modules.length === 0 ? [] : [`kernel modules ${modules.join(', ')}`]),
    `${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'} on the wall clock`,
  ].join('; ');
  const trials = [{ scenario: name, kernel: DEFAULT_KERNEL, clock: 'instructions', cpus: 1 } as const];
  const [question] = guest === undefined ? [] : questionsOf({ scenarios: [scenario], trials, guest });
  if (question !== undefined && (await isAnswered(question))) {
    return {
      what,
      state: 'ok',
      detail: `${words}; a guest of kernel ${DEFAULT_KERNEL} has the programs and modules`,
    };
  }
  return { what, state: 'note', detail: `${words}; no guest was asked yet: bake does` };
}
