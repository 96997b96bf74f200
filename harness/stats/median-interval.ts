import { type Interval, TAIL } from './interval.js';
import { quantileInterval } from './quantile-interval.js';

export type MedianInterval = Interval;

/**
 * Confidence interval of a median at 95 % from order statistics: the k-th smallest and the k-th
 * largest value with the greatest k for which 1 − 2·P(B ≤ k − 1) ≥ 0.95, B binomial (n, 1/2).
 * Any unit; values in any order; six are needed. `tail` is another error on each side than
 * 0.025. See `quantileInterval`.
 */
export const medianInterval = (values: readonly number[], tail: number = TAIL): MedianInterval =>
  quantileInterval(values, 0.5, tail);
