export interface Division {
  /** Index of the first value after the division. */
  index: number;
  /** The scaled energy statistic there. */
  value: number;
}

/**
 * Where one segment divides best into a left part from its start and a right part after it, both of `least`
 * values or more, by the scaled energy distance (m·n / (m + n))·(2·mean |x − y| − mean |x − x'| − mean |y −
 * y'|). The right part may end before the segment does, so that a later change does not hide this one. Null
 * when it is too short.
 * Source: Matteson and James 2014, equations 5 to 7; Székely and Rizzo, "Energy statistics", JSPI 143 (2013).
 */
export function bestDivision(segment: Float64Array, least: number): Division | null {
  const n = segment.length;
  const width = n + 1;
  const sums = distanceSums(segment);
  let best: Division | null = null;
  for (let at = Math.max(2, least); at <= n - Math.max(2, least); at++) {
    const left = sums[at * width + at]! / 2;
    for (let end = at + Math.max(2, least); end <= n; end++) {
      const [m, k] = [at, end - at];
      const across = sums[at * width + end]! - 2 * left;
      const right = sums[end * width + end]! / 2 - left - across;
      const distance = (2 * across) / (m * k) - left / ((m * (m - 1)) / 2) - right / ((k * (k - 1)) / 2);
      const value = ((m * k) / (m + k)) * distance;
      if (best === null || value > best.value) best = { index: at, value };
    }
  }
  return best;
}

/** Entry (i, j): the sum of |x_a − x_b| over all a < i and b < j. */
function distanceSums(values: Float64Array): Float64Array {
  const width = values.length + 1;
  const sums = new Float64Array(width * width);
  for (let i = 1; i < width; i++) {
    let row = 0;
    for (let j = 1; j < width; j++) {
      row += Math.abs(values[i - 1]! - values[j - 1]!);
      sums[i * width + j] = sums[(i - 1) * width + j]! + row;
    }
  }
  return sums;
}
