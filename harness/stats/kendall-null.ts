import type { SumDistribution } from './rank-null.js';

/**
 * Distribution of the number of discordant pairs among n untied points when x and y have nothing to do with
 * each other: the inversions of a random permutation. Time grows with n³.
 * Source: Kendall, "A new measure of rank correlation", Biometrika 30 (1938).
 */
export function discordantPairs(n: number): SumDistribution {
  let shares = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array((size * (size - 1)) / 2 + 1);
    // The size-th point forms 0 to size − 1 discordant pairs with the earlier ones, each as likely.
    let window = 0;
    for (let s = 0; s < next.length; s++) {
      window += (shares[s] ?? 0) - (shares[s - size] ?? 0);
      next[s] = window / size;
    }
    shares = next;
  }
  return shares;
}

/** Variance of Kendall's S, concordant less discordant pairs, with ties in x, in y or both. */
export function scoreVariance(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sum = (ties: readonly number[], term: (t: number) => number): number =>
    ties.reduce((total, t) => total + term(t), 0);
  const full = (t: number): number => t * (t - 1) * (2 * t + 5);
  const pairs = (t: number): number => t * (t - 1);
  const triples = (t: number): number => t * (t - 1) * (t - 2);
  const own = (full(n) - sum(tiesX, full) - sum(tiesY, full)) / 18;
  const twos = (sum(tiesX, pairs) * sum(tiesY, pairs)) / (2 * pairs(n));
  const threes = n > 2 ? (sum(tiesX, triples) * sum(tiesY, triples)) / (9 * triples(n)) : 0;
  return own + twos + threes;
}
