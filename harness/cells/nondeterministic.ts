import type { Factors, Metric } from '../types.js';
import { matches } from './cell.js';

/** Whether chance has a hand in the metric in this cell, even on the instruction clock: as its scenario declares it. */
export const isNondeterministic = (
  { nondeterministic }: Pick<Metric, 'nondeterministic'>,
  cell: Factors,
): boolean =>
  nondeterministic === true || (nondeterministic !== undefined && matches(cell, nondeterministic));
