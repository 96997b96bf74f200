import { quantile as simpleQuantile } from 'simple-statistics';

/**
 * Quantile by linear interpolation at (n − 1)·p: type 7 of Hyndman and Fan, "Sample quantiles in
 * statistical packages", The American Statistician 50 (1996); the default of R and NumPy.
 * `share` runs from 0 to 1. Throws RangeError without values or outside that range.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`quantile share ${share} is not within 0 to 1`);
  return simpleQuantile(values as number[], share);
}
