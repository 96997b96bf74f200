import { bestDivision, type Division } from './energy-division.js';
import { requireFinite } from './finite.js';
import { seededRandom } from './random.js';
import { shuffleInPlace } from './shuffle-in-place.js';

export interface ChangePoint {
  /** Index of the first value after the change. */
  index: number;
  /** Share of shuffled series that divide as well, of 199 and the series itself. */
  p: number;
}

export interface EDivisiveOptions {
  seed: number;
  /** 199 unless told: p values in steps of 0.005. */
  permutations?: number;
  /** 0.05 unless told. */
  alpha?: number;
  /** Least number of values between changes: 3 unless told. */
  least?: number;
}

/**
 * Change points of a series, in ascending order: where its distribution changes in any way, not its mean
 * alone. The best division of any segment by the energy statistic is kept as long as at most 5 % of series
 * shuffled within the present segments divide as well; so on until one is not. Values are taken as
 * independent but for the changes. Fewer than twice `least` values have none. With three values a segment the
 * test has little power below some ten values. Throws RangeError for what is not finite.
 * Source: Matteson and James, "A nonparametric approach for multiple change point analysis of multivariate
 * data", JASA 109 (2014), with exponent 1; as used for benchmarks by Daly et al., ICPE 2020.
 */
export function eDivisive(series: readonly number[], options: EDivisiveOptions): ChangePoint[] {
  const { seed, permutations = 199, alpha = 0.05, least = 3 } = options;
  requireFinite(series, 'change points');
  const random = seededRandom(seed);
  const changes: ChangePoint[] = [];
  for (;;) {
    const bounds = [0, ...changes.map(({ index }) => index).sort((a, b) => a - b), series.length];
    const found = bestOf(Float64Array.from(series), bounds, least);
    if (found === null || found.value <= 0) break;
    const allowed = alpha * (permutations + 1) - 1;
    let asGood = 0;
    for (let i = 0; i < permutations && asGood <= allowed; i++) {
      const shuffled = Float64Array.from(series);
      for (let k = 1; k < bounds.length; k++) shuffleInPlace(shuffled, random, bounds[k - 1], bounds[k]);
      if (bestOf(shuffled, bounds, least)!.value >= found.value) asGood += 1;
    }
    if (asGood > allowed) break;
    changes.push({ index: found.index, p: (asGood + 1) / (permutations + 1) });
  }
  return changes.sort((a, b) => a.index - b.index);
}

/** Over all segments between the bounds. */
function bestOf(series: Float64Array, bounds: readonly number[], least: number): Division | null {
  let best: Division | null = null;
  for (let k = 1; k < bounds.length; k++) {
    const start = bounds[k - 1]!;
    const division = bestDivision(series.subarray(start, bounds[k]), least);
    if (division !== null && (best === null || division.value > best.value)) {
      best = { index: start + division.index, value: division.value };
    }
  }
  return best;
}
