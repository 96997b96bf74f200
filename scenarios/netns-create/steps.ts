import {
  derivedSeed,
  interleaved,
  type Measurement,
  numbered,
  type Step,
  type StepDraft,
  schedule,
  type Trial,
} from '../../harness/index.js';
import { parseCalls, parseFill, parseLatencies, parseState } from './parse.js';

/** Where `ip` keeps its namespaces; upstream builds say /var/run, which is a link to it. */
const FOLDER = '/run/netns';
const ADD_DEADLINE_MS = 60_000;
const NOOP_SPAWNS = 50;
/** What an add or delete leaves to the kernel's workers is done before the next one is timed. */
const PACE_MS = 32;
/** Destruction is asynchronous; adds right after it are many times slower. */
const SETTLE_DEADLINE_MS = 10_000;
/** A machine of the user's own may have so many of its own that it never settles: smoke does not wait for it. */
const SMOKE_SETTLE_DEADLINE_MS = 1000;
/** The initial namespace, and freed ones that the allocator keeps per CPU: seen 2 to 5, never fewer than 2. */
const SETTLED_ABOVE_LEVEL = 8;

const tool = (variant: string): string => `variants/${variant}/ip`;

/** Everything the guest does in one trial, in order. */
export function steps(trial: Trial): Step[] {
  const tools = trial.variants.map(tool);
  const all: StepDraft[] = [
    {
      title: 'prepare',
      argv: ['sh', 'guest/prepare.sh', ...tools],
      deadlineS: 120,
      onFailure: 'abort',
    },
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
      parseLatencies(stdout, 'spawn_overhead').map(({ variant: _, ...measurement }) => measurement),
  };
}

/**
 * Counts vary neither between boots nor between lanes, and strace is slow. But boots of the exact lane must do the
 * same to the last step: what a step leaves in the slab caches moves the adds after it by a percent.
 */
export const countsCalls = ({ boot, lane, profile }: Pick<Trial, 'boot' | 'lane' | 'profile'>): boolean =>
  lane === 'exact' || (boot === 1 && profile !== 'quick' && profile !== 'smoke');

function atLevel(trial: Trial, level: number, previous: number): StepDraft[] {
  const here = (measurements: Measurement[]): Measurement[] =>
    measurements.map((measurement) => ({ ...measurement, namespaces: level }));
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
      files: { [file]: schedule(lines) },
      parse: (stdout) => here(parseLatencies(stdout, metric)),
    };
  };
  const settle: StepDraft = {
    title: `settle at ${level}`,
    argv: [
      'netns-settle',
      String(level + SETTLED_ABOVE_LEVEL),
      String(trial.profile === 'smoke' ? SMOKE_SETTLE_DEADLINE_MS : SETTLE_DEADLINE_MS),
    ],
    deadlineS: 60,
    onFailure: 'continue',
    level,
  };
  return [
    {
      title: `fill to ${level}`,
      argv: ['netns-fill', FOLDER, 'netknee-', String(previous), String(level)],
      deadlineS: 300,
      onFailure: 'abort',
      level,
      parse: (stdout) => here(level > previous ? parseFill(stdout) : []),
    },
    settle,
    {
      title: `verify ${level}`,
      argv: ['sh', 'guest/verify.sh', String(level), ...trial.variants.map(tool)],
      deadlineS: 120,
      onFailure: 'abort',
      level,
    },
    {
      title: `state at ${level}`,
      argv: ['sh', 'guest/state.sh'],
      deadlineS: 30,
      onFailure: 'continue',
      level,
      parse: (stdout) => here(parseState(stdout)),
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
        parse: (stdout) => here(parseCalls(stdout).map((measurement) => ({ ...measurement, variant }))),
      }),
    ),
    { ...settle, title: `settle after ${level}` },
  ];
}
