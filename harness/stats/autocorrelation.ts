/**
 * Autocorrelation of an indicator at lags 0 to `lags` (fewer than `n`). The indicator is 1 at the ascending
 * `places` of a series of n and 0 elsewhere: the sum of n − lag products of deviations from the mean, over
 * the sum of n squares, counted from pairs of places since those are few. 0 at every lag where nothing
 * varies.
 * Source: Box, Jenkins, Reinsel and Ljung, "Time Series Analysis", 5th ed., 2.1.
 */
export function autocorrelation(places: readonly number[], n: number, lags: number): Float64Array {
  const mean = places.length / n;
  const together = new Float64Array(lags + 1);
  for (let a = 0; a < places.length; a++) {
    for (let b = a; b < places.length; b++) {
      const lag = places[b]! - places[a]!;
      if (lag > lags) break;
      together[lag] = together[lag]! + 1;
    }
  }
  const square = places.length * (1 - mean);
  if (!(square > 0)) return together.fill(0);
  // How many places are among the first, and the last, n − lag of the series.
  let head = places.length;
  let tail = places.length;
  for (let lag = 0; lag <= lags; lag++) {
    while (head > 0 && places[head - 1]! >= n - lag) head -= 1;
    while (tail > 0 && places[places.length - tail]! < lag) tail -= 1;
    together[lag] = (together[lag]! - mean * (head + tail) + (n - lag) * mean * mean) / square;
  }
  return together;
}
