import { requireFinite } from './finite.js';
import { CONFIDENCE, type Effect, TAIL } from './interval.js';
import { studentQuantile } from './special.js';

const NEED = 6;

/** From −1 to 1, no unit. */
export type CliffsDelta = Effect;

/**
 * Cliff's delta of two independent samples: P(first > second) − P(first < second) over all pairs, from −1 to
 * 1, with the asymmetric interval of Feng and Cliff at a nominal 95 %, from Cliff's unbiased variance and t
 * with m + n − 2 degrees of freedom. At ±1, where that variance is 0, the inner end is (k − t²) / (k + t²)
 * with k the size of the smaller sample. No unit. Below 6 values a sample the interval is insufficient: it
 * rests on large samples. Throws RangeError for an empty sample and for what is not finite.
 * Source: Cliff, "Ordinal Methods for Behavioral Data Analysis", 1996, ch. 5; Feng and Cliff, "Monte Carlo
 * evaluation of ordinal d with improved confidence interval", JMASM 3 (2004).
 */
export function cliffsDelta(first: readonly number[], second: readonly number[]): CliffsDelta {
  requireFinite([...first, ...second], 'Cliff’s delta');
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) throw new RangeError('Cliff’s delta of an empty sample');
  const rows = first.map((a) => second.reduce((sum, b) => sum + Math.sign(a - b), 0) / n);
  const columns = second.map((b) => first.reduce((sum, a) => sum + Math.sign(a - b), 0) / m);
  const estimate = rows.reduce((a, b) => a + b, 0) / m;
  if (Math.min(m, n) < NEED) return { estimate, interval: { kind: 'insufficient', need: NEED } };
  const t = studentQuantile(1 - TAIL, m + n - 2);
  if (Math.abs(estimate) === 1) {
    const inner = (Math.min(m, n) - t * t) / (Math.min(m, n) + t * t);
    const [low, high] = estimate > 0 ? [inner, 1] : [-1, -inner];
    return { estimate, interval: { kind: 'interval', low, high, coverage: CONFIDENCE } };
  }
  const spread = (values: readonly number[]): number =>
    values.reduce((sum, d) => sum + (d - estimate) ** 2, 0);
  const pairs = first.reduce((sum, a) => sum + spread(second.map((b) => Math.sign(a - b))), 0);
  const unbiased = (n * n * spread(rows) + m * m * spread(columns) - pairs) / (m * n * (m - 1) * (n - 1));
  // The unbiased estimate can fall below what any such delta must have at least.
  const variance = Math.max(unbiased, (1 - estimate ** 2) / (m * n - 1));
  const rest = 1 - estimate ** 2;
  const half = t * Math.sqrt(variance * (rest ** 2 + t * t * variance));
  const [low, high] = [-half, half].map(
    (side) => (estimate - estimate ** 3 + side) / (rest + t * t * variance),
  );
  return {
    estimate,
    interval: { kind: 'interval', low: Math.max(-1, low!), high: Math.min(1, high!), coverage: CONFIDENCE },
  };
}
