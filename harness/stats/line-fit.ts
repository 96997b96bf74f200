/** A least-squares fit of y on one term. */
export interface LineFit {
  a: number;
  b: number;
  /** Sum of the squared residuals. */
  rss: number;
}

/** Relative error of y below which a fit counts as perfect: rounding, not evidence. */
const PRECISION = 1e-9;

/**
 * y = a + b·term by least squares, centred first, so that terms of very different size lose nothing. A term
 * that does not vary gives b = 0.
 */
export function lineFit(terms: readonly number[], ys: readonly number[]): LineFit {
  const n = ys.length;
  const meanTerm = terms.reduce((a, b) => a + b, 0) / n;
  const meanY = ys.reduce((a, b) => a + b, 0) / n;
  let square = 0;
  let product = 0;
  for (let i = 0; i < n; i++) {
    square += (terms[i]! - meanTerm) ** 2;
    product += (terms[i]! - meanTerm) * (ys[i]! - meanY);
  }
  const b = square === 0 ? 0 : product / square;
  const a = meanY - b * meanTerm;
  let rss = 0;
  for (let i = 0; i < n; i++) rss += (ys[i]! - meanY - b * (terms[i]! - meanTerm)) ** 2;
  return { a, b, rss };
}

/** The rss below which fits to these values cannot be told apart; keeps logarithms of it finite. */
export const rssFloor = (ys: readonly number[]): number =>
  Math.max(
    Number.MIN_VALUE * 2 ** 60,
    ys.reduce((sum, y) => sum + (PRECISION * y) ** 2, 0),
  );

/**
 * Bayesian information criterion of a least-squares fit with normal errors, up to a constant of the data:
 * n·ln(rss / n) + parameters·ln n; less is better. Source: Schwarz, Annals of Statistics 6 (1978).
 */
export const bic = (rss: number, floor: number, n: number, parameters: number): number =>
  n * Math.log(Math.max(rss, floor) / n) + parameters * Math.log(n);
