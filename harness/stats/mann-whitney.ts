import { requireFinite } from './finite.js';
import { midranks } from './midranks.js';
import { drawnSums, isCountable, lowestTerms, twoSided } from './rank-null.js';
import { normalCdf } from './special.js';

export interface MannWhitney {
  /** Pairs (one value of each sample) in which the first is larger; ties count 1/2. */
  u: number;
  /** Two-sided. */
  p: number;
  /** Whether p is exact or the normal approximation. */
  exact: boolean;
}

/**
 * Mann–Whitney U test that two independent samples come from one distribution. p is exact, ties included:
 * from the distribution of the rank sum over all divisions of the values at hand, twice the smaller tail.
 * Where that would be too much work (beyond some 40 values in each sample), it is the normal approximation
 * with corrections for ties and continuity, and `exact` is false. All values equal: p = 1. Any unit. Throws
 * RangeError for an empty sample and for what is not finite.
 * Source: Mann and Whitney, Annals of Mathematical Statistics 18 (1947); Hollander, Wolfe and Chicken,
 * "Nonparametric Statistical Methods", 3rd ed., 4.1.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  requireFinite([...first, ...second], 'Mann–Whitney test');
  if (first.length === 0 || second.length === 0) throw new RangeError('Mann–Whitney test of an empty sample');
  const { doubled, ties } = midranks([...first, ...second]);
  const doubledSum = doubled.slice(0, first.length).reduce((a, b) => a + b, 0);
  const u = doubledSum / 2 - (first.length * (first.length + 1)) / 2;
  const { scores, unit } = lowestTerms(doubled);
  // The smaller sample is the cheaper one to count, and says the same.
  const size = Math.min(first.length, second.length);
  if (!isCountable(scores, size)) {
    return { u, p: approximateP(u, first.length, second.length, ties), exact: false };
  }
  const sum = (doubledSum * unit) / 2;
  const all = scores.reduce((a, b) => a + b, 0);
  return { u, p: twoSided(drawnSums(scores, size), size === first.length ? sum : all - sum), exact: true };
}

function approximateP(u: number, m: number, n: number, ties: readonly number[]): number {
  const total = m + n;
  const tied = ties.reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = ((m * n) / 12) * (total + 1 - tied / (total * (total - 1)));
  if (variance <= 0) return 1;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return 2 * normalCdf(-distance / Math.sqrt(variance));
}
