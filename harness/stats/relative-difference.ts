/**
 * The largest relative difference between any two of the values: (max − min) / max(|min|, |max|).
 * 0 for fewer than two values and when all are 0; 1 between 0 and any other value; up to 2 across zero.
 */
export function relativeDifference(values: readonly number[]): number {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const size = Math.max(Math.abs(min), Math.abs(max));
  return values.length < 2 || size === 0 ? 0 : (max - min) / size;
}
