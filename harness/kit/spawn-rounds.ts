import type { StepDraft } from '../design/numbered.js';
import { interleaved } from '../design/order.js';
import { latencies, parseSpawnTime, type ScheduledSpawn, schedule } from '../probes/spawn-time.js';
import type { Measurement, Trial } from '../types.js';
import { processorTimes } from './processor-time.js';

export interface SpawnRounds {
  /** Of the step's schedule, without folder and ending; unique in the trial. */
  file: string;
  metric: string;
  /** As many as the trial has iterations where it does not say. */
  rounds?: number;
  /** Words that the order of this step is derived from, unique in the trial. */
  order: readonly (string | number)[];
  /** What a variant runs in one round; its label is the variant. */
  spawn: (variant: string, round: number) => ScheduledSpawn;
  /** Processor times too, as `processorMetrics` declares them. */
  processorTime?: boolean;
  /** Words for `spawn-time`. */
  options?: readonly string[];
}

/** The time of a command of every variant, once a round, each round in a seeded random order of its own. */
export function spawnRounds(trial: Trial, what: SpawnRounds): StepDraft {
  const { metric, rounds = trial.iterations, spawn, options = [] } = what;
  const file = `schedules/${what.file}.tsv`;
  const rows = interleaved(trial.variants, rounds, trial, ...what.order);
  return {
    title: metric,
    argv: ['spawn-time', ...options, file],
    deadlineS: 900,
    onFailure: 'continue',
    files: { [file]: schedule(rows.map(({ treatment, iteration }) => spawn(treatment, iteration))) },
    parse: (stdout) => variantLatencies(stdout, metric, what.processorTime),
  };
}

/** Output of `spawn-time` where each label is a variant. @throws when any command failed */
export const variantLatencies = (stdout: string, metric: string, processorTime = false): Measurement[] =>
  latencies(parseSpawnTime(stdout)).flatMap((one) =>
    [
      { metric, iteration: one.iteration, value: one.latencyNs },
      ...(processorTime ? processorTimes(metric, one) : []),
    ].map((measured) => ({ ...measured, factors: { variant: one.label } })),
  );
