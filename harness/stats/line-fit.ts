/** A least-squares fit of y on one term. */
export interface LineFit {
  a: number;
  b: number;
  /** Sum of the squared residuals, each times its weight. */
  rss: number;
}

/**
 * y = a + b·term by least squares, centred first, so that terms of very different size lose nothing. A term that does not vary
 * gives b = 0. Every value weighs 1 unless told.
 */
export function lineFit(
  terms: readonly number[],
  ys: readonly number[],
  weights: readonly number[] = ys.map(() => 1),
): LineFit {
  let [whole, sumOfTerms, sumOfYs] = [0, 0, 0];
  for (let i = 0; i < ys.length; i++) {
    whole += weights[i]!;
    sumOfTerms += weights[i]! * terms[i]!;
    sumOfYs += weights[i]! * ys[i]!;
  }
  const [meanTerm, meanY] = [sumOfTerms / whole, sumOfYs / whole];
  let square = 0;
  let product = 0;
  for (let i = 0; i < ys.length; i++) {
    square += weights[i]! * (terms[i]! - meanTerm) ** 2;
    product += weights[i]! * (terms[i]! - meanTerm) * (ys[i]! - meanY);
  }
  const b = square === 0 ? 0 : product / square;
  const a = meanY - b * meanTerm;
  let rss = 0;
  for (let i = 0; i < ys.length; i++) rss += weights[i]! * (ys[i]! - meanY - b * (terms[i]! - meanTerm)) ** 2;
  return { a, b, rss };
}
