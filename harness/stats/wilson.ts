import { CONFIDENCE } from './interval.js';
import { normalQuantile } from './special.js';

/**
 * Wilson's score interval, at 95 % unless told, of a share, `hits` of `n`; from 0 to 1, also at none and all.
 * n is 1 or more. Throws RangeError otherwise, or where hits are not within 0 to n.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilson(hits: number, n: number, confidence = CONFIDENCE): { low: number; high: number } {
  if (!(n >= 1 && hits >= 0 && hits <= n)) throw new RangeError(`${hits} hits of ${n}`);
  const z = normalQuantile((1 + confidence) / 2);
  const share = hits / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
