import { requireFinite } from './finite.js';
import { median } from './median.js';

/** Deviations of the median that a value must be away to count as an outlier: ten, in units of a normal standard deviation. */
export const OUTLIER = 14.826;
/** Φ⁻¹(3/4): what makes the median of the deviations a standard deviation. */
const NORMAL = 0.6745;

/**
 * How far each value is from the median, in median absolute deviations scaled to standard deviations. 0 for all where more than
 * half of the values are equal, since nothing says then what would be far. Throws RangeError without values and for what is not finite.
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993, 3.3; the bound is hyperfine's.
 */
export function modifiedZ(values: readonly number[]): number[] {
  requireFinite(values, 'modified z-score');
  const middle = median(values);
  const deviation = median(values.map((value) => Math.abs(value - middle)));
  return values.map((value) => (deviation === 0 ? 0 : (NORMAL * (value - middle)) / deviation));
}
