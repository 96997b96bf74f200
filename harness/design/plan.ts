import { stateOf } from '../cells/declared-factors.js';
import type {
  Clock,
  FactorLevel,
  FactorName,
  Levels,
  Pass,
  PassName,
  Plan,
  Profile,
  Scenario,
  Trial,
} from '../types.js';
import { ascending, levelsFor, treatmentsOf } from './factor-levels.js';
import { INSTALLED_MACHINE } from './installed-machine.js';
import { derivedSeed, shuffled } from './order.js';
import { passOf } from './pass-of.js';
import { LOOKS, MOST_BOOTS } from './sequential.js';

/** Boots of every machine treatment by profile and clock. */
export const BOOTS: Record<Profile, Record<Clock, number>> = {
  smoke: { instructions: 1, wall: 1 },
  // Six boots are the least that an interval takes: fewer could not decide anything.
  quick: { instructions: 2, wall: 6 },
  standard: { instructions: 2, wall: 10 },
  paper: { instructions: 3, wall: 20 },
};

/** The passes of these scenarios, in the order of a clock's trials. */
export const passesOf = (scenarios: readonly Pick<Scenario, 'passes'>[]): PassName[] => [
  ...new Set(['timed', ...scenarios.flatMap(({ passes = [] }) => passes.map(({ name }) => name))]),
];

/** Words that seeds are derived from: a plan keeps its orders, whatever its clocks are called. */
const SEED_WORDS: Record<Clock, string> = { instructions: 'exact', wall: 'real' };

/** vCPUs online: the instruction clock can drive one only. */
const CPUS: Record<Clock, number> = { instructions: 1, wall: 2 };

/** Of every machine treatment: as many in each clock, or by clock; a clock that is absent takes the profile's. */
export type Boots = number | { [clock in Clock]?: number | undefined };

/** What a plan is made of; a field that is absent takes the scenario's or the profile's value. */
export interface PlanRequest {
  scenarios: Scenario[];
  profile: Profile;
  clocks: Clock[];
  kernels: string[];
  seed: number;
  /** Of state, treatment and machine factors, by name. */
  levels?: Readonly<Record<FactorName, readonly FactorLevel[]>> | undefined;
  variants?: string[] | undefined;
  /** The profile's when not said: a pass that it gives no boots is left out. */
  passes?: readonly PassName[] | undefined;
  /** Of every pass that there is. */
  boots?: Boots | undefined;
  /** Timed boots of the wall clock go on until the answers are decided. */
  sequential?: boolean | undefined;
  memoryMb?: readonly number[] | undefined;
  iterations?: number | undefined;
  possibleCpus?: number[] | undefined;
  /** The machines are one of the user's own, with the kernel, CPUs and memory it has. */
  installedMachine?: boolean | undefined;
}

/**
 * Expands factors into trials. Scope decides: machine factors (scenario, clock, kernel, possible CPUs, memory)
 * each need a boot; the state factor ascends inside one; treatments are the scenario's own, interleaved
 * at each level. Block n holds boot n of every machine treatment, in seeded random order. The instruction clock
 * comes first: the host's load can't change its figures, so its trials may run side by side. The timed boots of a clock
 * come before those of its other passes.
 */
export function planTrials(request: PlanRequest): Omit<Plan, 'digest'> {
  const trials: Trial[] = [];
  for (const clock of ['instructions', 'wall'] as const) {
    if (!request.clocks.includes(clock)) continue;
    for (const name of passesOf(request.scenarios)) trials.push(...trialsOfPass(name, clock, request));
  }
  const ordered = trials.map((trial, index) => ({ ...trial, index }));
  const estimateS = Math.round(ordered.reduce((sum, trial) => sum + trial.estimateS, 0));
  const { profile, seed } = request;
  return {
    ...{ profile, seed, trials: ordered, estimateS },
    ...(request.sequential === true && { sequential: { looks: LOOKS } }),
  };
}

/**
 * How many trials `planTrials` would give at most, before any is made: counts come from people.
 */
export function countTrials(request: PlanRequest): number {
  const clocks = request.clocks.flatMap((clock) =>
    passesOf(request.scenarios).map((name) => ({ clock, name })),
  );
  return clocks
    .flatMap(({ clock, name }) => plannedBoots(name, clock, request).map((one) => ({ clock, ...one })))
    .reduce(
      (sum, { scenario, pass, clock, boots }) =>
        sum + boots * machines(scenario, pass, clock, request).length,
      0,
    );
}

/** One pass of a scenario, as far as its boots go. */
interface Planned {
  scenario: Scenario;
  /** Absent: the timed one. */
  pass?: Pass;
  boots: number;
}

function plannedBoots(name: PassName, clock: Clock, request: PlanRequest): Planned[] {
  if (request.passes?.includes(name) === false) return [];
  return request.scenarios.flatMap((scenario): Planned[] => {
    const pass = passOf(scenario, name);
    if (name !== 'timed' && pass === undefined) return [];
    const usual = (pass?.boots ?? BOOTS)[request.profile][clock];
    // Asked for by name, a pass has at least one boot: profiles leave out what takes long.
    const least = request.passes === undefined || pass === undefined ? usual : Math.max(1, usual);
    const said = typeof request.boots === 'object' ? request.boots[clock] : request.boots;
    const isOpen = request.sequential === true && pass === undefined && clock === 'wall';
    if (isOpen) return [{ scenario, boots: MOST_BOOTS }];
    return [{ scenario, ...(pass && { pass }), boots: least === 0 ? 0 : (said ?? least) }];
  });
}

function trialsOfPass(name: PassName, clock: Clock, request: PlanRequest): Trial[] {
  const planned = plannedBoots(name, clock, request);
  const most = Math.max(0, ...planned.map(({ boots }) => boots));
  const word = name === 'timed' ? [] : [name];
  return Array.from({ length: most }, (_, i) => i + 1).flatMap((boot) => {
    const block = planned
      .filter(({ boots }) => boot <= boots)
      .flatMap((one) => machineTreatments(one, clock, boot, request))
      // A pass may have nothing to do at the levels that were asked for.
      .filter(({ levels }) => levels.length > 0);
    return shuffled(block, derivedSeed(request.seed, 'block', SEED_WORDS[clock], boot, ...word));
  });
}

function machineTreatments(
  { scenario, pass }: Planned,
  clock: Clock,
  boot: number,
  request: PlanRequest,
): Trial[] {
  return machines(scenario, pass, clock, request).map((made) => {
    const { kernel, possibleCpus, memoryMb, machine: own = {} } = made;
    const ordinary = request.installedMachine === true || memoryMb === scenario.memoryMb;
    const machineOf = (word: string) =>
      [
        scenario.name,
        word,
        `k${kernel}`,
        `p${possibleCpus}`,
        ...(ordinary ? [] : [`m${memoryMb}`]),
        ...(pass === undefined ? [] : [pass.name]),
        ...(made.init === undefined ? [] : [made.init]),
        ...Object.entries(own).map(([name, level]) => `${name}-${level}`),
      ].join('.');
    const machine = machineOf(clock);
    const levels = levelsOf(scenario, clock, request);
    const trial = {
      id: `${machine}.b${boot}`,
      index: 0,
      scenario: scenario.name,
      clock,
      ...made,
      block: boot,
      boot,
      levels: pass?.levels?.(levels, memoryMb) ?? levels,
      variants: variantsOf(scenario, request),
      ...treatmentsOf(scenario, clock, request),
      iterations: request.iterations ?? scenario.iterations[request.profile],
      profile: request.profile,
      ...(pass === undefined ? {} : { pass: pass.name }),
      ...(clock === 'instructions' && boot % 2 === 0 && { mirrored: true as const }),
      // The instruction clock has one order for all boots, forwards and backwards: see `treatmentOrder`.
      seed: derivedSeed(request.seed, machineOf(SEED_WORDS[clock]), clock === 'instructions' ? 0 : boot),
    };
    return { ...trial, estimateS: (pass ?? scenario).estimateS(trial) };
  });
}

function machines(
  scenario: Scenario,
  pass: Pass | undefined,
  clock: Clock,
  request: PlanRequest,
): Pick<Trial, 'kernel' | 'cpus' | 'possibleCpus' | 'memoryMb' | 'init' | 'machine'>[] {
  if (request.installedMachine === true) {
    return pass?.kernels === undefined && pass?.crashExpected === undefined
      ? ownLevels(scenario, clock, request).map((own) => ({ ...INSTALLED_MACHINE, ...own }))
      : [];
  }
  // A guest has at least the CPUs that are online: two levels below that are the same machine.
  const all = (request.possibleCpus ?? scenario.possibleCpus[clock]).map((count) =>
    Math.max(count, CPUS[clock]),
  );
  const possible = ascending(all);
  const memories = ascending(request.memoryMb ?? [scenario.memoryMb]);
  const kernels = pass?.kernels?.filter((kernel) => !request.kernels.includes(kernel)) ?? request.kernels;
  return kernels.flatMap((kernel) =>
    (pass?.possibleCpus?.(possible) ?? possible).flatMap((possibleCpus) =>
      memories.flatMap((memoryMb) =>
        (pass?.inits ?? ['script']).flatMap((init) =>
          ownLevels(scenario, clock, request).map((own) => ({
            ...{ kernel, cpus: CPUS[clock], possibleCpus, memoryMb },
            ...(init === 'script' ? {} : { init }),
            ...own,
          })),
        ),
      ),
    ),
  );
}

function levelsOf(scenario: Scenario, clock: Clock, request: PlanRequest): number[] {
  return ascending(levelsFor(stateOf(scenario), clock, request) as number[]);
}

/** Every combination of the machine factors that the scenario declares; one without any where it declares none. */
function ownLevels(scenario: Scenario, clock: Clock, request: PlanRequest): Pick<Trial, 'machine'>[] {
  const own = scenario.factors.filter((factor) => factor.scope === 'machine');
  if (own.length === 0) return [{}];
  const combinations = own.reduce<Levels[]>(
    (all, factor) =>
      all.flatMap((one) =>
        levelsFor(factor, clock, request).map((level) => ({ ...one, [factor.name]: level })),
      ),
    [{}],
  );
  return combinations.map((machine) => ({ machine }));
}

function variantsOf(scenario: Scenario, request: PlanRequest): string[] {
  const names = scenario.variants.map(({ name }) => name);
  return request.variants === undefined ? names : names.filter((name) => request.variants?.includes(name));
}
