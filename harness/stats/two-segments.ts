import { lineFit } from './line-fit.js';
import type { Point } from './point.js';

export interface Segments {
  /** Where the segments meet, in units of x. */
  at: number;
  /** Units of y per unit of x. */
  slopeBefore: number;
  slopeAfter: number;
  /** Sum of the squared residuals, each times its weight. */
  rss: number;
}

/**
 * Least-squares fit of two straight segments that meet at `at`: y = a + b·x + c·max(0, x − at). Points must
 * lie at two or more different x on each side, the place itself counting for both. Every point weighs 1 unless told. Solved by partialling x
 * out of the bend and of y (Frisch, Waugh and Lovell), which needs no matrix.
 */
export function twoSegments(
  points: readonly Point[],
  at: number,
  weights: readonly number[] = points.map(() => 1),
): Segments {
  const xs = points.map(({ x }) => x);
  const residuals = (values: readonly number[]): { rest: number[]; b: number } => {
    const { a, b } = lineFit(xs, values, weights);
    return { rest: values.map((value, i) => value - a - b * xs[i]!), b };
  };
  const bend = residuals(xs.map((x) => Math.max(0, x - at)));
  const ys = residuals(points.map(({ y }) => y));
  const { b: change, rss } = lineFit(bend.rest, ys.rest, weights);
  const slopeBefore = ys.b - change * bend.b;
  return { at, slopeBefore, slopeAfter: slopeBefore + change, rss };
}
