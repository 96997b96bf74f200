import {
  derivedSeed,
  interleaved,
  numbered,
  type Step,
  type StepDraft,
  schedule,
  type Trial,
} from '../../harness/index.js';
import { parseCalls, parseLatencies, parseState } from './parse.js';
import { FOLDER, prepared, reach, settled, tool } from './reach.js';

const ADD_DEADLINE_MS = 60_000;
const NOOP_SPAWNS = 50;
/** What an add or delete leaves to the kernel's workers is done before the next one is timed. */
const PACE_MS = 32;

/** Everything the guest does in one trial, in order. */
export function steps(trial: Trial): Step[] {
  const all: StepDraft[] = [
    prepared(trial),
    spawnOverhead(),
    ...trial.levels.flatMap((level, i) => atLevel(trial, level, trial.levels[i - 1] ?? 0)),
  ];
  return numbered(all);
}

/** What spawn and wait cost by themselves: a static program that does nothing. */
function spawnOverhead(): StepDraft {
  const file = 'schedules/noop.tsv';
  const lines = Array.from({ length: NOOP_SPAWNS }, (_, iteration) => ({
    label: 'noop',
    iteration,
    argv: ['bin/noop'],
  }));
  return {
    title: 'spawn noop',
    argv: ['spawn-time', file],
    deadlineS: 60,
    onFailure: 'continue',
    files: { [file]: schedule(lines) },
    parse: (stdout) =>
      parseLatencies(stdout, 'spawn_overhead').map(({ factors: _, ...measurement }) => measurement),
  };
}

/**
 * Counts vary neither between boots nor between clocks, and strace is slow. But boots of the instruction clock must do the
 * same to the last step: what a step leaves in the slab caches moves the adds after it by a percent.
 */
export const countsCalls = ({ boot, clock, profile }: Pick<Trial, 'boot' | 'clock' | 'profile'>): boolean =>
  clock === 'instructions' || (boot === 1 && profile !== 'quick' && profile !== 'smoke');

function atLevel(trial: Trial, level: number, previous: number): StepDraft[] {
  const factors = { namespaces: level };
  const seed = (purpose: string): number => derivedSeed(trial.seed, purpose, level);
  const samples = (purpose: string) =>
    interleaved(trial.variants, trial.iterations, seed(purpose)).map(({ treatment, iteration }) => ({
      variant: treatment,
      iteration,
      name: `sample-${level}-${treatment}-${iteration}`,
    }));
  const timed = (action: 'add' | 'delete', metric: string): StepDraft => {
    const file = `schedules/${action}-${level}.tsv`;
    const lines = samples(action).map(({ variant, iteration, name }) => ({
      label: variant,
      iteration,
      argv: [tool(variant), 'netns', action, name],
    }));
    return {
      title: `${action} at ${level}`,
      argv: [
        'spawn-time',
        '--count-dir',
        FOLDER,
        '--deadline-ms',
        String(ADD_DEADLINE_MS),
        '--pace-ms',
        String(PACE_MS),
        file,
      ],
      deadlineS: 900,
      // Namespaces that stay, or never came, falsify every level after this one.
      onFailure: 'abort',
      level,
      factors,
      files: { [file]: schedule(lines) },
      parse: (stdout) => parseLatencies(stdout, metric),
    };
  };
  return [
    ...reach(trial, level, previous),
    {
      title: `state at ${level}`,
      argv: ['sh', 'guest/state.sh'],
      deadlineS: 30,
      onFailure: 'continue',
      level,
      factors,
      parse: parseState,
    },
    {
      title: `shrink slabs at ${level}`,
      argv: ['sh', 'guest/shrink-slabs.sh'],
      deadlineS: 30,
      onFailure: 'continue',
      level,
    },
    timed('add', 'create_latency'),
    timed('delete', 'delete_latency'),
    ...(countsCalls(trial) ? trial.variants : []).map(
      (variant): StepDraft => ({
        title: `calls of ${variant} at ${level}`,
        argv: ['sh', 'guest/count-calls.sh', tool(variant), `calls-${level}-${variant}`],
        deadlineS: 300,
        onFailure: 'continue',
        level,
        factors: { ...factors, variant },
        parse: parseCalls,
      }),
    ),
    { ...settled(trial, level), title: `settle after ${level}` },
  ];
}
