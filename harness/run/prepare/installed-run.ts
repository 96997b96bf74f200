import { isInstalledMachine } from '../../design/installed-machine.js';
import { EXIT, Failure } from '../../failure.js';
import type { Builder } from '../../machine/build/builder.js';
import { machineBuilder } from '../../machine/build/machine-builder.js';
import type { Provider } from '../../machine/provider/provider.js';
import { checkMachine, MARKER, type MachineCheck } from '../../machine/remote/remote-check.js';
import type { Notice, Scenario } from '../../types.js';
import { usesInstalledMachine } from '../config/provider-settings.js';
import type { Settings } from '../config/settings.js';
import { type ResolvedPlan, withDigest } from '../plan/resolve-plan.js';
import { type FitOptions, reachMachine } from './reach-machine.js';

/** What a run on a machine that is not baked has beside its plan. */
export interface InstalledRun {
  provider: Provider;
  notices: Notice[];
  /** Where C programs are built; absent when the machine has no tool chain. */
  builder?: Builder | undefined;
  /** For the manifest. */
  facts: Record<string, string>;
}

/**
 * Looks at the machine before anything is prepared, and leaves out the scenarios that it can't run.
 * @returns the plan as it is; with a machine that is not baked, what can run there and what runs it
 * @throws Failure when the machine may not be touched, or can run nothing of the plan
 */
export async function fitToMachine(
  resolved: ResolvedPlan,
  settings: Settings,
  options: FitOptions,
): Promise<{ resolved: ResolvedPlan; installed?: InstalledRun }> {
  if (resolved.plan.trials.some(isInstalledMachine) !== usesInstalledMachine(settings)) {
    const remedy = 'Name the --provider that the run began with.';
    throw new Failure({ what: 'the plan is of another provider', exit: EXIT.usage, remedy });
  }
  const { provider: name = 'qemu', image } = settings;
  if (name === 'qemu' && image === undefined) return { resolved };
  const reached = await reachMachine(settings, resolved, options);
  const needs = resolved.scenarios.flatMap((scenario) => scenario.needs ?? []);
  const check = await checkMachine(reached.open, {
    programs: needs.flatMap(({ programs }) => programs),
    modules: needs.flatMap(({ modules }) => modules),
  });
  if (name === 'local' || name === 'ssh') refuseUnmarked(check, name, settings);
  refuseUnable(reached.hindrances(check));
  const { kept, notices } = leaveOut(resolved, check);
  const { toolchain } = check;
  return {
    resolved: kept,
    installed: {
      provider: reached.provider(check),
      notices: [...reached.notices(check), ...notices],
      builder: toolchain === undefined ? undefined : machineBuilder(reached.open, { ...check, toolchain }),
      facts: { provider: name, ...reached.facts },
    },
  };
}

/** @throws Failure when nobody said that the machine may break */
function refuseUnmarked(check: MachineCheck, name: 'local' | 'ssh', settings: Settings): void {
  if (settings['allow-destructive'] === true || check.marker) return;
  const where = name === 'local' ? 'this machine' : 'that machine';
  throw new Failure({
    what: `${where} is not known to be disposable: trials load modules, make thousands of network namespaces and may crash its kernel`,
    exit: EXIT.prerequisite,
    remedy: `If it may break: --allow-destructive, or as root on it: touch ${MARKER}`,
  });
}

/** @throws Failure when the machine lacks what every bundle needs */
function refuseUnable(lacking: string[]): void {
  if (lacking.length === 0) return;
  throw new Failure({
    what: `bundles can't run there: ${lacking.join('; ')}`,
    exit: EXIT.prerequisite,
    remedy:
      'Install util-linux, coreutils, sed and tar there; log in as root or allow sudo without a password.',
  });
}

/** What a scenario's trials need and the machine lacks, for people. */
function lacks({ needs }: Scenario, check: MachineCheck): string[] {
  if (needs === undefined) return [];
  const programs = needs.programs.filter((program) => check.missingPrograms.includes(program));
  const modules = needs.modules.filter((module) => check.missingModules.includes(module));
  return [
    ...programs.map((program) => `program ${program}`),
    ...modules.map((module) => `kernel module ${module}`),
    ...(check.cpus < needs.cpus ? [`${needs.cpus} CPUs (it has ${check.cpus})`] : []),
  ];
}

function leaveOut(resolved: ResolvedPlan, check: MachineCheck): { kept: ResolvedPlan; notices: Notice[] } {
  const out = resolved.scenarios
    .map((scenario) => ({ name: scenario.name, missing: lacks(scenario, check) }))
    .filter(({ missing }) => missing.length > 0);
  const notices = out.map(({ name, missing }): Notice => {
    const text = `${name} is not in this run: the machine lacks ${missing.join(', ')}`;
    return { severity: 'warning', text };
  });
  if (out.length === 0) return { kept: resolved, notices };
  const scenarios = resolved.scenarios.filter((scenario) => !out.some(({ name }) => name === scenario.name));
  if (scenarios.length === 0) {
    const packages = [...new Set(resolved.scenarios.flatMap((scenario) => scenario.packages ?? []))];
    const named = packages.length === 0 ? '' : `Debian: ${packages.join(' ')}; `;
    throw new Failure({
      what: out
        .map(({ name, missing }) => `${name} can't run there: the machine lacks ${missing.join(', ')}`)
        .join('; '),
      exit: EXIT.prerequisite,
      remedy: `Install what is missing there (${named}modules: the whole kernel package), or say --provider qemu.`,
    });
  }
  const trials = resolved.plan.trials
    .filter(({ scenario }) => scenarios.some(({ name }) => name === scenario))
    .map((trial, index) => ({ ...trial, index }));
  const { digest: _, ...plan } = resolved.plan;
  const estimateS = Math.round(trials.reduce((sum, trial) => sum + trial.estimateS, 0));
  return { kept: { ...resolved, scenarios, plan: withDigest({ ...plan, trials, estimateS }) }, notices };
}
