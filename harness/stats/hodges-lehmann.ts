import { requireFinite } from './finite.js';
import { type Effect, TAIL } from './interval.js';
import { median } from './median.js';
import { drawnSums, isCountable, lowerRank, subsetSums } from './rank-null.js';
import { normalCdf, normalQuantile } from './special.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** The `rank`-th value from either end. */
function between(values: number[], rank: number, below: number, need: number): Effect {
  const sorted = Float64Array.from(values).sort();
  return {
    estimate: median(values),
    interval:
      rank < 1
        ? { kind: 'insufficient', need }
        : {
            kind: 'interval',
            low: sorted[rank - 1]!,
            high: sorted[values.length - rank]!,
            coverage: 1 - 2 * below,
          },
  };
}

/** Rank by the normal approximation, where the exact distribution is too much work. */
function approximateRank(pairs: number, variance: number, tail: number): { rank: number; below: number } {
  const rank = Math.floor(pairs / 2 + normalQuantile(tail) * Math.sqrt(variance));
  return { rank, below: normalCdf((rank - 0.5 - pairs / 2) / Math.sqrt(variance)) };
}

/**
 * How far the centre of paired differences is from 0: the Hodges–Lehmann estimate, the median of the Walsh
 * averages (d_i + d_j) / 2, i ≤ j, and the interval of at least 95 % that inverts the signed-rank test (exact
 * up to 200 pairs; conservative under ties). Unit of the differences; zeros count here. Below 6 pairs there
 * is no such interval. `tail` is another error on each side than 0.025. Throws RangeError without differences and for what is not finite.
 * Source: Hodges and Lehmann, Annals of Mathematical Statistics 34 (1963); Hollander, Wolfe and Chicken,
 * 3.2–3.3.
 */
export function pairedShift(differences: readonly number[], tail: number = TAIL): Effect {
  requireFinite(differences, 'Hodges–Lehmann shift');
  const n = differences.length;
  const averages = differences.flatMap((a, i) => differences.slice(i).map((b) => (a + b) / 2));
  const { rank, below } =
    n > 200
      ? approximateRank(averages.length, (n * (n + 1) * (2 * n + 1)) / 24, tail)
      : lowerRank(subsetSums(upTo(n)), tail);
  return between(averages, rank, below, Math.max(6, Math.ceil(-Math.log2(tail))));
}

/**
 * How far `first` lies above `second`, two independent samples: the Hodges–Lehmann estimate, the median of
 * all differences between a value of each, and the interval of at least 95 % that inverts the Mann–Whitney
 * test (exact up to some 45 values in each sample; conservative under ties). Same unit for both. There is no
 * such interval when fewer than 40 divisions of the values exist; 4 values a sample are enough. Throws
 * RangeError for an empty sample and for what is not finite. Source: as for `pairedShift`; Hollander, Wolfe
 * and Chicken, 4.2–4.3.
 */
export function independentShift(
  first: readonly number[],
  second: readonly number[],
  tail: number = TAIL,
): Effect {
  requireFinite([...first, ...second], 'Hodges–Lehmann shift');
  const differences = first.flatMap((a) => second.map((b) => a - b));
  return shiftOfDifferences(differences, first.length, second.length, tail);
}

/** `independentShift` of what takes the place of the differences: m times n numbers, each of one value of either sample. */
export function shiftOfDifferences(differences: number[], m: number, n: number, tail: number = TAIL): Effect {
  const size = Math.min(m, n);
  const ranks = upTo(m + n);
  const { rank, below } = isCountable(ranks, size)
    ? lowerRank(drawnSums(ranks, size), tail)
    : approximateRank(m * n, (m * n * (m + n + 1)) / 12, tail);
  return between(differences, rank, below, 4);
}
