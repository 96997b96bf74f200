/** Values below which no pair of order statistics covers a median at 95 %: 1 − 2·(1/2)^5 is 93.75 %. */
const NEED = 6;
const CONFIDENCE = 0.95;

/** `coverage` is the true one (at least 0.95), since only some coverages can be had at a given n. */
export type MedianInterval =
  | { kind: 'interval'; low: number; high: number; coverage: number }
  | { kind: 'insufficient'; need: number };

/**
 * Confidence interval of a median at 95 % from order statistics: the k-th smallest and the k-th
 * largest value with the greatest k for which 1 − 2·P(B ≤ k − 1) ≥ 0.95, B binomial (n, 1/2).
 * It assumes independence and nothing about the distribution; ties only raise the coverage.
 * Any unit; values in any order. Source: David and Nagaraja, "Order Statistics", 3rd ed., 7.1.
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const n = values.length;
  if (n < NEED) return { kind: 'insufficient', need: NEED };
  // Terms by logarithm: (1/2)^n alone underflows beyond n = 1074.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  let k = 0;
  let coverage = 1;
  for (;;) {
    const next = tail + Math.exp(logTerm);
    if (1 - 2 * next < CONFIDENCE) break;
    tail = next;
    coverage = 1 - 2 * tail;
    logTerm += Math.log(n - k) - Math.log(k + 1);
    k += 1;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return { kind: 'interval', low: sorted[k - 1]!, high: sorted[n - k]!, coverage };
}
