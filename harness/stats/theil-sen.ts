import { requireFinite } from './finite.js';
import { type Interval, TAIL } from './interval.js';
import { discordantPairs, scoreVariance } from './kendall-null.js';
import { median } from './median.js';
import { midranks } from './midranks.js';
import type { Point } from './point.js';
import { lowerRank } from './rank-null.js';
import { normalCdf, normalQuantile } from './special.js';

export interface TheilSen {
  /** Units of y per unit of x. */
  slope: number;
  /** Units of y. */
  intercept: number;
  /** Of the slope. */
  interval: Interval;
}

/** Points up to which the exact distribution of Kendall's S is used. */
const EXACT_POINTS = 100;

/**
 * Theil–Sen line: the slope is the median of the slopes of all pairs of points with different x, the
 * intercept the median of y − slope·x. A few wild points do not move it. The interval of the slope, of at
 * least 95 %, inverts Kendall's test: exact for up to 100 points without ties, else by the normal
 * approximation with the variance of S corrected for ties in x and y. It is insufficient where even the
 * outermost slopes are not far enough out; 5 points with different x always are. Points are taken as
 * independent: with several points of one boot give medians, or compare boots' slopes. Throws RangeError
 * unless x takes two different values.
 * Source: Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); Hollander,
 * Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd ed., 9.3.
 */
export function theilSen(points: readonly Point[]): TheilSen {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  requireFinite([...xs, ...ys], 'Theil–Sen line');
  const slopes = pairSlopes(points);
  if (slopes.length === 0) throw new RangeError('a line needs two different x');
  const slope = middle(slopes);
  const intercept = median(points.map(({ x, y }) => y - slope * x));
  const { rank, below } = outerRank(xs, ys, slopes.length);
  if (rank < 1) return { slope, intercept, interval: { kind: 'insufficient', need: 5 } };
  const interval: Interval = {
    kind: 'interval',
    low: slopes[rank - 1]!,
    high: slopes[slopes.length - rank]!,
    coverage: 1 - 2 * below,
  };
  return { slope, intercept, interval };
}

/** In ascending order. */
function pairSlopes(points: readonly Point[]): Float64Array {
  const slopes: number[] = [];
  points.forEach((a, i) => {
    for (let j = i + 1; j < points.length; j++) {
      const b = points[j]!;
      if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  });
  return Float64Array.from(slopes).sort();
}

const middle = (sorted: Float64Array): number =>
  (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;

/** Which slope from either end bounds the interval, and the share of error that leaves there. */
function outerRank(xs: number[], ys: number[], pairs: number): { rank: number; below: number } {
  const tiesX = midranks(xs).ties;
  const tiesY = midranks(ys).ties;
  if (tiesX.length + tiesY.length === 0 && xs.length <= EXACT_POINTS) {
    return lowerRank(discordantPairs(xs.length), TAIL);
  }
  const deviation = Math.sqrt(scoreVariance(xs.length, tiesX, tiesY));
  const rank = Math.floor((pairs + normalQuantile(TAIL) * deviation) / 2);
  // Pairs that tie in x have no slope; S runs over the others, in steps of two.
  return { rank, below: deviation > 0 ? normalCdf((2 * rank - pairs) / deviation) : 0 };
}
