import { requireFinite } from './finite.js';
import { regularBeta } from './special.js';

/**
 * Harrell–Davis estimate of the quantile at `share` (0 < share < 1): the mean of all order statistics, the
 * i-th weighted by the chance that a beta((n + 1)·share, (n + 1)·(1 − share)) variable lies between (i − 1)/n
 * and i/n. Smoother than one order statistic, a second opinion beside `quantile`; far values move it. Any
 * unit; one value or more. Throws RangeError without values, for a share outside (0, 1) and for what is not
 * finite.
 * Source: Harrell and Davis, "A new distribution-free quantile estimator", Biometrika 69 (1982).
 */
export function harrellDavis(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values');
  if (!(share > 0 && share < 1)) throw new RangeError(`quantile share ${share} is not between 0 and 1`);
  requireFinite(values, 'Harrell–Davis quantile');
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const weightUpTo = (i: number): number => regularBeta((n + 1) * share, (n + 1) * (1 - share), i / n);
  return sorted.reduce((sum, value, i) => sum + value * (weightUpTo(i + 1) - weightUpTo(i)), 0);
}
