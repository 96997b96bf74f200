import { declaredFactors, stateOf } from '../../cells/declared-factors.js';
import { levelsFor, treatmentsOf } from '../../design/factor-levels.js';
import { INSTALLED_MACHINE, isInstalledMachine } from '../../design/installed-machine.js';
import { countTrials, type PlanRequest, passesOf, planTrials } from '../../design/plan.js';
import { EXIT, Failure } from '../../failure.js';
import { sha256Value } from '../../machine/files/digest.js';
import { type KernelSource, parseKernel } from '../../machine/image/kernel.js';
import type { Clock, Plan, Scenario } from '../../types.js';
import { checkProviderSettings, usesInstalledMachine } from '../config/provider-settings.js';
import type { Settings } from '../config/settings.js';
import { withTrees } from '../config/variant-trees.js';
import { nearest } from '../requirements/nearest.js';
import { chooseScenarios, unasked } from './discover.js';
import { requestedLevels } from './requested-levels.js';
import { isSequential } from './sequential-setting.js';

export interface ResolvedPlan {
  scenarios: Scenario[];
  kernels: KernelSource[];
  plan: Plan;
}

export const DEFAULT_KERNEL = '6.1';
export const DEFAULT_SEED = 1;

const CLOCKS: Record<'instructions' | 'wall' | 'both', Clock[]> = {
  instructions: ['instructions'],
  wall: ['wall'],
  both: ['instructions', 'wall'],
};

/** Settings to a plan, everything checked before any machine is touched. @throws Failure on bad input */
export async function resolvePlan(settings: Settings): Promise<ResolvedPlan> {
  const words = settings.scenarios ?? [];
  const chosen = await chooseScenarios(words, settings['scenario-folders']);
  const scenarios = withTrees(words.length === 0 ? unasked(chosen) : chosen, settings.trees);
  checkProviderSettings(settings);
  const own = usesInstalledMachine(settings);
  const kernels = own ? [] : (settings.kernel ?? [DEFAULT_KERNEL]).map(parseKernel);
  const twice = kernels.find(({ name }, i) => kernels.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined)
    throw new Failure({ what: `kernel ${twice.name} is named twice`, exit: EXIT.usage });
  const known = [...new Set(scenarios.flatMap(({ variants }) => variants.map(({ name }) => name)))];
  const unknown = settings.variants?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Failure({
      what: `there is no variant "${unknown}" in ${scenarios.map(({ name }) => name).join(', ')}`,
      exit: EXIT.usage,
      remedy:
        known.length === 0
          ? undefined
          : `Did you mean ${nearest(unknown, known)}? Known: ${known.join(', ')}.`,
    });
  }
  const names = kernels.map(({ name }) => name);
  const plan = withDigest(planOfSettings(settings, { scenarios, kernels: names, own }));
  // A pass may be of kernels that nobody named.
  const others = guestKernels(plan).filter((kernel) => !kernels.some(({ name }) => name === kernel));
  return { scenarios, kernels: [...kernels, ...others.map(parseKernel)], plan };
}

/**
 * Pure: the trials that settings ask for, of these scenarios and kernels.
 * @param own whether they run on a machine that is not baked
 * @throws Failure for levels of no factor, a plan without trials, and one without end
 */
export function planOfSettings(
  settings: Settings,
  { scenarios, kernels, own }: { scenarios: Scenario[]; kernels: string[]; own: boolean },
): Omit<Plan, 'digest'> {
  const request: PlanRequest = {
    scenarios,
    ...profileOf(settings),
    clocks: CLOCKS[settings.clock ?? (own ? 'wall' : 'both')],
    kernels: own ? [INSTALLED_MACHINE.kernel] : kernels,
    seed: settings.seed ?? DEFAULT_SEED,
    levels: requestedLevels(settings, scenarios),
    variants: settings.variants,
    boots: settings.boots,
    memoryMb: settings.memory,
    iterations: settings.iterations,
    possibleCpus: settings['possible-cpus'],
    installedMachine: own,
    sequential: isSequential(settings, own),
  };
  requireOneKind(scenarios);
  requirePasses(request.passes ?? [], scenarios);
  refuseEndless(request);
  const planned = planTrials(request);
  if (planned.trials.length === 0) throw noTrial(settings, scenarios);
  return planned;
}

/** Trials of a plan: at two seconds each they take more than five hours. */
const MOST_TRIALS = 10_000;

/** Repetitions of one trial, over all levels and variants; each is a line of a script or a record in memory. */
const MOST_REPETITIONS = 1_000_000;

/** @throws Failure for a plan that nobody would wait for, before it is made */
function refuseEndless(request: PlanRequest): void {
  const trials = countTrials(request);
  const repetitions = Math.max(
    ...request.scenarios.map((scenario) => {
      const levels = Math.max(
        ...request.clocks.map((clock) => levelsFor(stateOf(scenario), clock, request).length),
      );
      const treatments = Object.values(treatmentsOf(scenario, 'wall', request).treatments ?? {});
      const combinations = treatments.reduce((product, { length }) => product * length, 1);
      return levels * Math.max(1, scenario.variants.length) * combinations * (request.iterations ?? 1);
    }),
  );
  const fail = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });
  const words = (count: number) => count.toLocaleString('en');
  if (trials > MOST_TRIALS) {
    throw fail(
      `the plan would have ${words(trials)} trials, more than ${words(MOST_TRIALS)}`,
      'Ask for fewer --boots, --possible-cpus, --memory or --kernel.',
    );
  }
  if (repetitions > MOST_REPETITIONS) {
    throw fail(
      `a trial would have ${words(repetitions)} repetitions, more than ${words(MOST_REPETITIONS)}`,
      'Ask for fewer --iterations or --levels.',
    );
  }
}

/** Profiles that are one pass of another profile's. */
function profileOf({ profile = 'quick', passes }: Settings): Pick<PlanRequest, 'profile' | 'passes'> {
  return profile === 'pressure'
    ? { profile: 'standard', passes: passes ?? ['pressure'] }
    : { profile, passes };
}

/** @throws Failure when a column of the results would hold amounts of one scenario and texts of another */
function requireOneKind(scenarios: readonly Scenario[]): void {
  try {
    declaredFactors(scenarios);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure({
      what: error.message,
      exit: EXIT.usage,
      remedy: 'Run these scenarios one by one, or give the factor another name in one of them.',
    });
  }
}

/** @throws Failure for a pass that none of the scenarios has */
function requirePasses(passes: readonly string[], scenarios: readonly Scenario[]): void {
  const known = passesOf(scenarios);
  const unknown = passes.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Failure({
    what: `there is no pass "${unknown}" of ${scenarios.map(({ name }) => name).join(', ')}`,
    exit: EXIT.usage,
    remedy: `Did you mean ${nearest(unknown, known)}? Known: ${known.join(', ')}.`,
  });
}

function noTrial({ passes = [] }: Settings, scenarios: Scenario[]): Failure {
  return new Failure({
    what: `${scenarios.map(({ name }) => name).join(', ')}: no boots of ${passes.join(', ') || 'any pass'}`,
    exit: EXIT.usage,
    remedy: `There are ${passesOf(scenarios).join(', ')}.`,
  });
}

/** Kernels that the plan's guests boot: a machine of the user's own has its own. */
export const guestKernels = ({ trials }: Plan): string[] => [
  ...new Set(trials.filter((trial) => !isInstalledMachine(trial)).map(({ kernel }) => kernel)),
];

/**
 * A plan with the digest of all that it says; one that it has already counts for nothing. The digest leaves estimates out: they
 * are corrected as this project learns, and change nothing measured.
 */
export function withDigest(plan: Omit<Plan, 'digest'> & Partial<Pick<Plan, 'digest'>>): Plan {
  const { estimateS: _, digest: __, ...rest } = plan;
  const trials = rest.trials.map(({ estimateS: ___, ...trial }) => trial);
  return { ...plan, digest: sha256Value({ ...rest, trials }) };
}
