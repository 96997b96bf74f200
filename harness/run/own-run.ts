import { isOwnMachine } from '../design/own-machine.js';
import { EXIT, Failure } from '../failure.js';
import { checkMachine, hindrances, MARKER, type MachineCheck } from '../machine/own-check.js';
import { type OpenMachine, openLocal } from '../machine/own-machine.js';
import { ownProvider } from '../machine/own-provider.js';
import type { Provider } from '../machine/provider.js';
import { openSsh } from '../machine/ssh-connection.js';
import type { Notice, Scenario } from '../types.js';
import { usesOwnMachine } from './own-settings.js';
import { type ResolvedPlan, withDigest } from './resolve-plan.js';
import type { Settings } from './settings.js';

/** What a run on a machine of the user's own has beside its plan. */
export interface OwnRun {
  provider: Provider;
  notices: Notice[];
}

/**
 * Looks at the machine before anything is prepared, and leaves out the scenarios that it can't run.
 * @returns the plan as it is; with a machine of the user's own, what can run there and what runs it
 * @throws Failure when the machine may not be touched, or can run nothing of the plan
 */
export async function fitToMachine(
  resolved: ResolvedPlan,
  settings: Settings,
): Promise<{ resolved: ResolvedPlan; own?: OwnRun }> {
  const name = settings.provider;
  if (resolved.plan.trials.some(isOwnMachine) !== usesOwnMachine(settings)) {
    const remedy = 'Name the --provider that the run began with.';
    throw new Failure({ what: 'the plan is of another provider', exit: EXIT.usage, remedy });
  }
  if (name !== 'local' && name !== 'ssh') return { resolved };
  if (name === 'local' && process.getuid?.() !== 0) {
    throw new Failure({
      what: '--provider local needs root: trials make network namespaces',
      exit: EXIT.prerequisite,
      remedy:
        'Run netknee as root (sudo) on a machine that may be broken, or say --provider qemu, which needs no root.',
    });
  }
  const open = openerOf(name, settings);
  const needs = resolved.scenarios.flatMap((scenario) => scenario.needs ?? []);
  const check = await checkMachine(open, {
    programs: needs.flatMap(({ programs }) => programs),
    modules: needs.flatMap(({ modules }) => modules),
  });
  refuse(check, name, settings);
  const { kept, notices } = leaveOut(resolved, check);
  const asRoot = check.root ? [] : ['sudo', '-n'];
  return { resolved: kept, own: { provider: ownProvider({ name, open, asRoot }), notices } };
}

function openerOf(name: 'local' | 'ssh', settings: Settings): OpenMachine {
  if (name === 'local') return openLocal;
  const { host = '', 'ssh-config': config, 'ssh-port': port } = settings;
  return openSsh({ host, config, port });
}

/** @throws Failure when the machine may not be touched or lacks what every bundle needs */
function refuse(check: MachineCheck, name: 'local' | 'ssh', settings: Settings): void {
  if (settings['i-may-wreck-it'] !== true && !check.marker) {
    const where = name === 'local' ? 'this machine' : 'that machine';
    throw new Failure({
      what: `${where} is not known to be disposable: trials load modules, make thousands of network namespaces and may crash its kernel`,
      exit: EXIT.prerequisite,
      remedy: `If it may break: --i-may-wreck-it, or as root on it: touch ${MARKER}`,
    });
  }
  const lacking = hindrances(check);
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
  const notices: Notice[] = [
    {
      severity: 'info',
      text: `trials ran on a machine that was not made for them, kernel ${check.kernel}: other work on it shows in the figures`,
    },
    ...out.map(({ name, missing }): Notice => {
      const text = `${name} is not in this run: the machine lacks ${missing.join(', ')}`;
      return { severity: 'warning', text };
    }),
  ];
  if (out.length === 0) return { kept: resolved, notices };
  const scenarios = resolved.scenarios.filter((scenario) => !out.some(({ name }) => name === scenario.name));
  if (scenarios.length === 0) {
    throw new Failure({
      what: out
        .map(({ name, missing }) => `${name} can't run there: the machine lacks ${missing.join(', ')}`)
        .join('; '),
      exit: EXIT.prerequisite,
      remedy: 'Install what is missing there (modules: the whole kernel package), or say --provider qemu.',
    });
  }
  const trials = resolved.plan.trials
    .filter(({ scenario }) => scenarios.some(({ name }) => name === scenario))
    .map((trial, index) => ({ ...trial, index }));
  const { digest: _, ...plan } = resolved.plan;
  const estimateS = Math.round(trials.reduce((sum, trial) => sum + trial.estimateS, 0));
  return { kept: { ...resolved, scenarios, plan: withDigest({ ...plan, trials, estimateS }) }, notices };
}
