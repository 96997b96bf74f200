import { requireFinite } from './finite.js';
import { bic, lineFit, rssFloor } from './line-fit.js';
import type { Point } from './point.js';

/** y = a, a + b·x, a + b·x·ln x, a + b·x². */
export type ScalingName = 'constant' | 'linear' | 'linearithmic' | 'quadratic';

export interface ScalingFit {
  model: ScalingName;
  /** Units of y. */
  a: number;
  /** Units of y per unit of the model's term; 0 for `constant`. */
  b: number;
  /** Share of y's variance explained: 0 for `constant`, and for all when y does not vary. */
  r2: number;
  bic: number;
}

export type ScalingModel =
  | {
      kind: 'model';
      best: ScalingFit;
      /** All four, least BIC first. */
      fits: ScalingFit[];
      /** BIC of the best other less that of `best`: above 6 is strong, below 2 is nothing to go by. */
      deltaBic: number;
    }
  | { kind: 'insufficient'; need: number };

const TERMS: Record<ScalingName, (x: number) => number> = {
  constant: () => 0,
  linear: (x) => x,
  linearithmic: (x) => (x === 0 ? 0 : x * Math.log(x)),
  quadratic: (x) => x * x,
};
const NEED = 4;

/**
 * Which law y follows as x grows: least-squares fits of four, the best by BIC. `x·ln x` is 0 at 0. A falling
 * y (b < 0) can be `linear` only: it is no growth, so the curved models are listed with their b but not
 * chosen then. Perfect fits count as equal below a relative error of 1e-9, and the simpler wins. Fewer than
 * four different x are insufficient. `deltaBic` below 0 means that a curve with b < 0 would fit better.
 * Throws RangeError for a negative x and for what is not finite.
 * Source: Schwarz 1978 (BIC); Kass and Raftery, "Bayes factors", JASA 90 (1995), for reading differences.
 */
export function scalingModel(points: readonly Point[]): ScalingModel {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  requireFinite([...xs, ...ys], 'scaling model');
  const least = Math.min(...xs);
  if (least < 0) throw new RangeError(`scaling model: x = ${least} is negative`);
  if (new Set(xs).size < NEED) return { kind: 'insufficient', need: NEED };
  const floor = rssFloor(ys);
  const names = Object.keys(TERMS) as ScalingName[];
  const total = lineFit(xs.map(TERMS.constant), ys).rss;
  const fits = names
    .map((model): ScalingFit => {
      const { a, b, rss } = lineFit(xs.map(TERMS[model]), ys);
      const r2 = total <= floor ? 0 : 1 - rss / total;
      return { model, a, b, r2, bic: bic(rss, floor, ys.length, model === 'constant' ? 1 : 2) };
    })
    .sort((first, second) => first.bic - second.bic);
  const best = fits.find(({ model, b }) => b >= 0 || model === 'linear')!;
  const runnerUp = fits.find((fit) => fit !== best)!;
  return { kind: 'model', best, fits, deltaBic: runnerUp.bic - best.bic };
}
