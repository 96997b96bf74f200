import { requireFinite } from './finite.js';
import { midranks } from './midranks.js';
import { lowestTerms, subsetSums, twoSided } from './rank-null.js';

export interface SignedRank {
  /** Differences that are not 0. */
  n: number;
  /** Sum of the ranks of the positive differences. */
  statistic: number;
  /** Two-sided and exact. */
  p: number;
}

/**
 * Wilcoxon signed-rank test that the differences of pairs are symmetric about 0. Differences of 0 are dropped
 * (Wilcoxon's rule); |differences| that tie share their mean rank, and p is exact with them, from the
 * distribution over all 2^n signs of the ranks at hand. Any unit. No differences, or only zeros: p = 1. Meant
 * for n up to a few hundred, time grows with n³; throws RangeError beyond 1000 and for what is not finite.
 * Source: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); Hollander,
 * Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd ed., 3.1.
 */
export function signedRank(differences: readonly number[]): SignedRank {
  requireFinite(differences, 'signed-rank test');
  const kept = differences.filter((difference) => difference !== 0);
  if (kept.length > 1000) throw new RangeError(`signed-rank test of ${kept.length} pairs; at most 1000`);
  const { scores, unit } = lowestTerms(midranks(kept.map(Math.abs)).doubled);
  const sum = scores.reduce((total, score, i) => total + (kept[i]! > 0 ? score : 0), 0);
  return { n: kept.length, statistic: sum / unit, p: twoSided(subsetSums(scores), sum) };
}
