import type { Levels, Measurement } from '../types.js';

/** One value of each metric; what is undefined was not there to measure, and is left out. */
export const measured = (
  values: Readonly<Record<string, number | undefined>>,
  factors: Levels = {},
): Measurement[] =>
  Object.entries(values).flatMap(([metric, value]) =>
    value === undefined ? [] : [{ metric, iteration: 0, value, factors }],
  );

/** All values of one metric, an iteration each, in the order they were measured. */
export const series = (metric: string, values: readonly number[]): Measurement[] =>
  values.map((value, iteration) => ({ metric, iteration, value }));
