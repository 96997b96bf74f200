import {
  ascending,
  program,
  type StepDraft,
  schedule,
  sh,
  spawnRounds,
  type Trial,
  variantLatencies,
} from '../../harness/index.js';
import { parseCalls, parseState } from './parse.js';
import { COUNTED, ipNetns, oneAddEach, PACED, prepared, reach, settled } from './reach.js';

const DEADLINE = ['--deadline-ms', '60000'];
const NOOP_SPAWNS = 50;
/** What the level can do without. */
const BRIEF = { deadlineS: 30, onFailure: 'continue' } as const;

/** Everything the guest does in one trial, in order. */
export const steps = ascending((trial) => [prepared(trial), spawnOverhead()], atLevel);

/** What spawn and wait cost by themselves: a static program that does nothing. */
function spawnOverhead(): StepDraft {
  const file = 'schedules/noop.tsv';
  const line = { label: 'noop', argv: ['bin/noop'] };
  const lines = Array.from({ length: NOOP_SPAWNS }, (_, iteration) => ({ ...line, iteration }));
  return {
    ...program('spawn-time', file),
    ...{ title: 'spawn noop', deadlineS: 60, onFailure: 'continue' },
    files: { [file]: schedule(lines) },
    parse: (stdout) =>
      variantLatencies(stdout, 'spawn_overhead').map(({ factors: _, ...measurement }) => measurement),
  };
}

function atLevel(trial: Trial, level: number, previous: number): StepDraft[] {
  const factors = { namespaces: level };
  return [
    ...reach(trial, level, previous),
    { ...sh('guest/state.sh'), ...BRIEF, title: `state at ${level}`, factors, parse: parseState },
    { ...sh('guest/shrink-slabs.sh'), ...BRIEF, title: `shrink slabs at ${level}` },
    timed(trial, level, 'add', 'create_latency'),
    timed(trial, level, 'delete', 'delete_latency'),
    ...(countsCalls(trial)
      ? oneAddEach(trial, level, 'guest/count-calls.sh', ['calls of', `calls-${level}`], parseCalls)
      : []),
    settled(trial, level, `settle after ${level}`),
  ];
}

const timed = (trial: Trial, level: number, action: 'add' | 'delete', metric: string): StepDraft => ({
  ...spawnRounds(trial, {
    file: `${action}-${level}`,
    metric,
    order: [action, level],
    spawn: (variant, i) => ipNetns(variant, i, action, `sample-${level}-${variant}-${i}`),
    options: [...COUNTED, ...DEADLINE, ...PACED],
    processorTime: true,
  }),
  title: `${action} at ${level}`,
  // Namespaces that stay, or never came, falsify every level after this one.
  onFailure: 'abort',
  factors: { namespaces: level },
});

/**
 * Counts vary neither between boots nor between clocks, and strace is slow. But boots of the instruction clock must do the
 * same to the last step: what a step leaves in the slab caches moves the adds after it by a percent.
 */
const countsCalls = ({ boot, clock, profile }: Pick<Trial, 'boot' | 'clock' | 'profile'>): boolean =>
  clock === 'instructions' || (boot === 1 && profile !== 'quick' && profile !== 'smoke');

/** Host seconds without KVM, measured on two cores: a boot, what stands between the measurements of a level, */
const BOOT_S = { instructions: 10, wall: 7 };
const LEVEL_S = { instructions: 1, wall: 2 };
/** one namespace of the filler, an add and a delete of one variant, */
const FILL_S = { instructions: 0.004, wall: 0.005 };
const PAIR_S = { instructions: 0.08, wall: 0.15 };
/** and what each namespace that exists adds for a variant that scans. */
const SCAN_S = { instructions: 0.00005, wall: 0.00015 };
/** strace of one add that scans, by namespace. */
const TRACED_SCAN_S = { instructions: 0.001, wall: 0.003 };

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { clock, iterations, variants } = trial;
  const top = trial.levels.at(-1) ?? 0;
  const scanners = variants.filter((variant) => variant !== 'upstream').length;
  const perLevel = (n: number): number => {
    const pairs = iterations * (variants.length * PAIR_S[clock] + scanners * n * SCAN_S[clock]);
    return LEVEL_S[clock] + pairs + (countsCalls(trial) ? scanners * n * TRACED_SCAN_S[clock] : 0);
  };
  return BOOT_S[clock] + FILL_S[clock] * top + trial.levels.reduce((sum, n) => sum + perLevel(n), 0);
}
