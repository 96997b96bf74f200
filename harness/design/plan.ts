import type { Lane, Plan, Profile, Scenario, Trial } from '../types.js';
import { derivedSeed, shuffled } from './order.js';
import { OWN_MACHINE } from './own-machine.js';

/** Boots of every machine treatment by profile and lane. */
export const BOOTS: Record<Profile, Record<Lane, number>> = {
  smoke: { exact: 1, real: 1 },
  quick: { exact: 2, real: 3 },
  standard: { exact: 2, real: 10 },
  paper: { exact: 3, real: 20 },
};

/** vCPUs online: the exact lane's clock can drive one only. */
const CPUS: Record<Lane, number> = { exact: 1, real: 2 };

/** What a plan is made of; a field that is absent takes the scenario's or the profile's value. */
export interface PlanRequest {
  scenarios: Scenario[];
  profile: Profile;
  lanes: Lane[];
  kernels: string[];
  seed: number;
  levels?: Partial<Record<Scenario['state']['name'], number[]>> | undefined;
  variants?: string[] | undefined;
  boots?: number | undefined;
  iterations?: number | undefined;
  possibleCpus?: number[] | undefined;
  /** The machines are one of the user's own, with the kernel, CPUs and memory it has. */
  ownMachine?: boolean | undefined;
}

const ascending = (levels: readonly number[]): number[] => [...new Set(levels)].sort((a, b) => a - b);

/**
 * Expands factors into trials. Scope decides: machine factors (scenario, lane, kernel, possible CPUs)
 * each need a boot; the state factor ascends inside one; treatments are the scenario's own, interleaved
 * at each level. Block n holds boot n of every machine treatment, in seeded random order. The exact lane
 * comes first: the host's load can't change its figures, so its trials may run side by side.
 */
export function planTrials(request: PlanRequest): Omit<Plan, 'digest'> {
  const trials: Trial[] = [];
  for (const lane of ['exact', 'real'] as const) {
    if (!request.lanes.includes(lane)) continue;
    const boots = request.boots ?? BOOTS[request.profile][lane];
    for (let boot = 1; boot <= boots; boot++) {
      const block = request.scenarios.flatMap((scenario) => machineTreatments(scenario, lane, boot, request));
      trials.push(...shuffled(block, derivedSeed(request.seed, 'block', lane, boot)));
    }
  }
  const ordered = trials.map((trial, index) => ({ ...trial, index }));
  const estimateS = Math.round(ordered.reduce((sum, trial) => sum + trial.estimateS, 0));
  return { profile: request.profile, seed: request.seed, trials: ordered, estimateS };
}

function machineTreatments(scenario: Scenario, lane: Lane, boot: number, request: PlanRequest): Trial[] {
  return machines(scenario, lane, request).map((made) => {
    const { kernel, possibleCpus } = made;
    const machine = `${scenario.name}.${lane}.k${kernel}.p${possibleCpus}`;
    const trial = {
      id: `${machine}.b${boot}`,
      index: 0,
      scenario: scenario.name,
      lane,
      ...made,
      block: boot,
      boot,
      levels: levelsOf(scenario, lane, request),
      variants: variantsOf(scenario, request),
      iterations: request.iterations ?? scenario.iterations[request.profile],
      profile: request.profile,
      // The exact lane has one order for all boots: they are to agree to the last digit.
      seed: derivedSeed(request.seed, machine, lane === 'exact' ? 0 : boot),
    };
    return { ...trial, estimateS: scenario.estimateS(trial) };
  });
}

function machines(
  scenario: Scenario,
  lane: Lane,
  request: PlanRequest,
): Pick<Trial, 'kernel' | 'cpus' | 'possibleCpus' | 'memoryMb'>[] {
  if (request.ownMachine === true) return [OWN_MACHINE];
  const possible = request.possibleCpus ?? scenario.possibleCpus[lane];
  const { memoryMb } = scenario;
  return request.kernels.flatMap((kernel) =>
    // A guest has at least the CPUs that are online: two levels below that are the same machine.
    ascending(possible.map((count) => Math.max(count, CPUS[lane]))).map((possibleCpus) => ({
      kernel,
      cpus: CPUS[lane],
      possibleCpus,
      memoryMb,
    })),
  );
}

function levelsOf(scenario: Scenario, lane: Lane, request: PlanRequest): number[] {
  const { state } = scenario;
  const asked = request.levels?.[state.name];
  if (asked !== undefined) return ascending(asked);
  if (request.profile === 'smoke') return ascending(state.smokeLevels ?? state.levels);
  const thin = request.profile === 'quick' && lane === 'real';
  return ascending((thin ? state.quickRealLevels : undefined) ?? state.levels);
}

function variantsOf(scenario: Scenario, request: PlanRequest): string[] {
  const names = scenario.variants.map(({ name }) => name);
  return request.variants === undefined ? names : names.filter((name) => request.variants?.includes(name));
}
