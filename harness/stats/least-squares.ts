import { linearRegression, linearRegressionLine, rSquared } from 'simple-statistics';

export interface Line {
  /** Units of y per unit of x. */
  slope: number;
  /** Units of y. */
  intercept: number;
  /** Share of y's variance that the line explains; 1 when y does not vary. */
  rSquared: number;
}

/**
 * Ordinary least squares of y on x, points as [x, y]. Throws RangeError unless x takes two different
 * values, since no line is determined then.
 */
export function leastSquares(points: readonly (readonly [number, number])[]): Line {
  if (new Set(points.map(([x]) => x)).size < 2) throw new RangeError('a line needs two different x');
  const pairs = points.map(([x, y]) => [x, y]);
  const { m, b } = linearRegression(pairs);
  const constant = points.every(([, y]) => y === points[0]![1]);
  // A constant y has no variance to explain; the line through it is still perfect.
  return { slope: m, intercept: b, rSquared: constant ? 1 : rSquared(pairs, linearRegressionLine({ m, b })) };
}
