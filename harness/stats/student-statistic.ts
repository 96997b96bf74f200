/** |mean| over its standard error, of sums: infinite where nothing scatters about a mean that is not 0, and 0 where that is 0. */
export function oneSampleT(sum: number, squares: number, n: number): number {
  const mean = sum / n;
  const variance = Math.max(0, squares / n - mean * mean) * (n / (n - 1));
  return ratioOf(Math.abs(mean), Math.sqrt(variance / n), Math.sqrt(squares / n));
}

/** |difference of means| over its standard error by Welch, of the sums of two samples. */
export function twoSampleT(
  first: { sum: number; squares: number; n: number },
  second: { sum: number; squares: number; n: number },
): number {
  const [a, b] = [first, second].map(({ sum, squares, n }) => {
    const mean = sum / n;
    return { mean, error: (Math.max(0, squares / n - mean * mean) * (n / (n - 1))) / n };
  }) as [{ mean: number; error: number }, { mean: number; error: number }];
  const size = Math.sqrt((first.squares + second.squares) / (first.n + second.n));
  return ratioOf(Math.abs(a.mean - b.mean), Math.sqrt(a.error + b.error), size);
}

/** Rounding leaves a scatter of some 1e-8 of the values where there is none. */
function ratioOf(distance: number, error: number, size: number): number {
  if (distance <= 1e-12 * size) return 0;
  return error <= 1e-7 * distance ? Number.POSITIVE_INFINITY : distance / error;
}
