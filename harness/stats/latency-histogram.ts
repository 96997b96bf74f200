// Not the package's index, which loads WebAssembly and a compressor of which nothing is used.
import { constructorFromBucketSize } from 'hdr-histogram-js/dist/JsHistogramFactory.js';

export interface PercentilePoint {
  /** From 0 to 1: this share of the values is `valueNs` or less. */
  share: number;
  valueNs: number;
}

export interface LatencyHistogram {
  count: number;
  /** As recorded, not rounded to a bucket. */
  maxNs: number;
  /** Ascending; five points each time the distance to 1 halves, as HdrHistogram's own plots. */
  percentiles: PercentilePoint[];
}

const TICKS_PER_HALF_DISTANCE = 5;
const SIGNIFICANT_DIGITS = 3;

/** Plain arrays: counts beyond 32 bits do not occur. */
const Histogram = constructorFromBucketSize(32);

/**
 * Distribution of latencies in nanoseconds at three significant digits, for a percentile plot whose axis is 1
 * / (1 − share). Values are rounded to whole nanoseconds; a point's value is at most 0.1 % above the one it
 * stands for. No values: count 0, no points. Throws RangeError for negative values and for what is not
 * finite.
 * Source: Tene, HdrHistogram; hdr-histogram-js.
 */
export function latencyHistogram(valuesNs: readonly number[]): LatencyHistogram {
  const wrong = valuesNs.find((value) => !(value >= 0 && Number.isFinite(value)));
  if (wrong !== undefined) throw new RangeError(`latency of ${wrong} ns`);
  if (valuesNs.length === 0) return { count: 0, maxNs: 0, percentiles: [] };
  const histogram = new Histogram(1, 2, SIGNIFICANT_DIGITS);
  histogram.autoResize = true;
  for (const value of valuesNs) histogram.recordValue(Math.round(value));
  const maxNs = valuesNs.reduce((a, b) => Math.max(a, b));
  const points = histogram.percentileIterator;
  points.reset(TICKS_PER_HALF_DISTANCE);
  const percentiles: PercentilePoint[] = [];
  while (points.hasNext()) {
    const { percentileLevelIteratedTo, valueIteratedTo } = points.next();
    percentiles.push({ share: percentileLevelIteratedTo / 100, valueNs: Math.min(valueIteratedTo, maxNs) });
  }
  return { count: histogram.totalCount, maxNs, percentiles };
}
