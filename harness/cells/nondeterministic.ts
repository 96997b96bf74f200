import type { Factors, Metric } from '../types.js';
import { matches } from './cell.js';

/** Whether chance has a hand in the metric in this cell, even on the instruction clock: as its scenario declares it. */
export const isNondeterministic = (
  { nondeterministic }: Pick<Metric, 'nondeterministic'>,
  cell: Factors,
): boolean =>
  nondeterministic === true || (nondeterministic !== undefined && matches(cell, nondeterministic));

/** The same of a cell whose metric is looked for among those that its scenario declares. */
export const isByChance = (
  cell: Factors & { metric: string },
  declared: readonly Pick<Metric, 'name' | 'nondeterministic'>[],
): boolean => declared.some((metric) => metric.name === cell.metric && isNondeterministic(metric, cell));
