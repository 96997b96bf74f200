/** P(sum = s) by s from 0; sums and the scores they are of are whole numbers. */
export type SumDistribution = Float64Array;

/**
 * Distribution of the sum of the scores of a random subset, each score in it with probability 1/2: that of
 * the signed-rank statistic when nothing differs, ties or not. Time grows with n·Σ scores.
 */
export function subsetSums(scores: readonly number[]): SumDistribution {
  const sums = new Float64Array(scores.reduce((a, b) => a + b, 0) + 1);
  sums[0] = 1;
  let most = 0;
  for (const score of scores) {
    most += score;
    for (let s = most; s >= score; s--) sums[s] = (sums[s]! + sums[s - score]!) / 2;
    for (let s = Math.min(score, most + 1) - 1; s >= 0; s--) sums[s] = sums[s]! / 2;
  }
  return sums;
}

/** Additions that an exact distribution may cost: some hundredths of a second. */
const WORK_LIMIT = 1e7;

/** Whether `drawnSums` takes reasonable time: two samples of some 45 untied values, or 40 with ties. */
export const isCountable = (scores: readonly number[], size: number): boolean =>
  (scores.reduce((a, b) => a + b, 0) * size * scores.length) / 2 <= WORK_LIMIT;

/**
 * Distribution of the sum of `size` scores drawn without replacement: that of a rank sum when the two samples
 * are one, ties or not. Needs Σ scores below 2^31 and C(n, size) below 1e308. Time grows with n·size·Σ
 * scores.
 */
export function drawnSums(scores: readonly number[], size: number): SumDistribution {
  const ascending = [...scores].sort((a, b) => a - b);
  const width = ascending.slice(ascending.length - size).reduce((a, b) => a + b, 0) + 1;
  // Row k: number of ways to draw k of the scores seen so far with each sum.
  const ways = new Float64Array((size + 1) * width);
  ways[0] = 1;
  let reach = 0;
  ascending.forEach((score, seen) => {
    reach = Math.min(width - 1, reach + score);
    for (let k = Math.min(size, seen + 1); k >= 1; k--) {
      const to = k * width;
      const from = to - width - score;
      for (let s = reach; s >= score; s--) {
        const more = ways[from + s]!;
        if (more > 0) ways[to + s] = ways[to + s]! + more;
      }
    }
  });
  const last = ways.subarray(size * width);
  const all = last.reduce((a, b) => a + b, 0);
  return last.map((count) => count / all);
}

/** Twice the smaller tail at `sum`, at most 1. */
export function twoSided(sums: SumDistribution, sum: number): number {
  let low = 0;
  let high = 0;
  for (let s = 0; s <= sum; s++) low += sums[s]!;
  for (let s = sums.length - 1; s >= sum; s--) high += sums[s]!;
  return Math.min(1, 2 * Math.min(low, high));
}

/** The greatest r with P(sum < least + r) ≤ `tail`, and that; `least` is the first possible sum. */
export function lowerRank(sums: SumDistribution, tail: number): { rank: number; below: number } {
  const least = sums.findIndex((share) => share > 0);
  let below = 0;
  for (let rank = 0; ; rank++) {
    const next = below + sums[least + rank]!;
    if (next > tail) return { rank, below };
    below = next;
  }
}

/** The same scores as whole numbers in lowest terms: halved when all are even, which halves the work. */
export const lowestTerms = (doubled: readonly number[]): { scores: number[]; unit: 1 | 2 } =>
  doubled.every((score) => score % 2 === 0)
    ? { scores: doubled.map((score) => score / 2), unit: 1 }
    : { scores: [...doubled], unit: 2 };
