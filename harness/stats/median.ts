import { median as simpleMedian } from 'simple-statistics';

/**
 * The middle of the sorted values; the mean of the two middle ones when their number is even.
 * Any unit; at least one value (throws RangeError otherwise). The order of the values does not matter.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median of no values');
  return simpleMedian(values as number[]);
}
