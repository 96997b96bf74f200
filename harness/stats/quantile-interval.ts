import { type Interval, TAIL } from './interval.js';

export type QuantileInterval = Interval;

/**
 * Distribution-free confidence interval of the quantile at `share` (0 < share < 1) from order statistics, at
 * 95 % with at most 2.5 % in each tail: the l-th smallest value with the greatest l for which P(B ≤ l − 1) ≤
 * 0.025, and the u-th with the least u for which P(B ≥ u) ≤ 0.025, B binomial (n, share). `coverage` is
 * P(l ≤ B ≤ u − 1). It assumes independence and nothing about the distribution; ties only raise the coverage.
 * `tail` is another share than 0.025 for each. Without both ranks it is insufficient; `need` is the least n that has them (6 for the median, 72 for p95,
 * 368 for p99). Any unit; values in any order. Throws RangeError for a share outside (0, 1).
 * Source: David and Nagaraja, "Order Statistics", 3rd ed., 7.1.
 */
export function quantileInterval(
  values: readonly number[],
  share: number,
  tail: number = TAIL,
): QuantileInterval {
  if (!(share > 0 && share < 1)) throw new RangeError(`quantile share ${share} is not between 0 and 1`);
  const n = values.length;
  const need = Math.ceil(Math.log(tail) / Math.log(Math.max(share, 1 - share)));
  if (n < need) return { kind: 'insufficient', need };
  const below = ranksInTail(n, share, tail);
  const above = ranksInTail(n, 1 - share, tail);
  const sorted = Float64Array.from(values).sort();
  return {
    kind: 'interval',
    low: sorted[below.ranks - 1]!,
    high: sorted[n - above.ranks]!,
    coverage: 1 - below.tail - above.tail,
  };
}

/** The greatest number r with P(B ≤ r − 1) ≤ 0.025 for B binomial (n, p), and that probability. */
function ranksInTail(n: number, p: number, most: number): { ranks: number; tail: number } {
  // Terms by logarithm: (1 − p)^n alone underflows for n in the thousands.
  const logOdds = Math.log(p) - Math.log1p(-p);
  let logTerm = n * Math.log1p(-p);
  let tail = 0;
  let ranks = 0;
  for (;;) {
    const next = tail + Math.exp(logTerm);
    if (next > most) return { ranks, tail };
    tail = next;
    logTerm += logOdds + Math.log(n - ranks) - Math.log(ranks + 1);
    ranks += 1;
  }
}
