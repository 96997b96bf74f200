import { autocorrelation } from './autocorrelation.js';
import { seededRandom } from './random.js';
import { shuffleInPlace } from './shuffle-in-place.js';
import { normalQuantile } from './special.js';

export interface StallPeriod {
  /** The period, in the unit of `spacing`. */
  lag: number;
  /** Autocorrelation at that lag, up to 1. */
  value: number;
  /** How often stalls in random order show a peak as high. */
  p: number;
}

/** Periods that a series must hold for one of them to be told. */
const LEAST_PERIODS = 2.5;
const LEAST_STALLS = 3;
const SHUFFLES = 199;
const ALPHA = 0.05;

/**
 * The period at which stalls come back. `late` says of each probe, sent at equal `spacing` (any unit of
 * time), whether it was late; late neighbours are one stall. The autocorrelation of that series is followed
 * from lag 0 until it first returns below 1.96/√n, the end of the single stall; the period is the lag of the
 * highest peak after that, up to n / 2.5 lags. It counts when at most 5 % of 199 seeded shuffles, in which
 * stalls stay whole but come at any time, show a peak as high. Null when there is none, or fewer than three
 * stalls. Throws RangeError for a spacing that is not above 0.
 * Source: Box, Jenkins, Reinsel and Ljung, "Time Series Analysis", 5th ed., 2.1; Davison and Hinkley,
 * "Bootstrap Methods and their Application", 1997, 4.3 (the test).
 */
export function stallPeriod(late: readonly boolean[], spacing: number, seed = 1): StallPeriod | null {
  if (!(spacing > 0)) throw new RangeError(`spacing ${spacing} is not above 0`);
  const places = late.flatMap((isLate, i) => (isLate ? [i] : []));
  const lengths = stallLengths(places);
  if (lengths.length < LEAST_STALLS) return null;
  const found = highestPeak(places, late.length);
  if (found === null) return null;
  const random = seededRandom(seed);
  // A stall is one token, its length; a probe that was in time is a token of 0.
  const tokens = new Float64Array(lengths.length + late.length - places.length);
  tokens.set(lengths);
  let asHigh = 0;
  for (let i = 0; i < SHUFFLES; i++) {
    shuffleInPlace(tokens, random);
    const other = highestPeak(placesOf(tokens), late.length);
    if (other !== null && other.value >= found.value) asHigh += 1;
  }
  const p = (asHigh + 1) / (SHUFFLES + 1);
  return p <= ALPHA ? { lag: found.lag * spacing, value: found.value, p } : null;
}

/** Neighbouring places are one stall. */
function stallLengths(places: readonly number[]): number[] {
  const starts = places.flatMap((place, i) => (i === 0 || place > places[i - 1]! + 1 ? [i] : []));
  return starts.map((start, k) => (starts[k + 1] ?? places.length) - start);
}

function placesOf(tokens: Float64Array): number[] {
  const places: number[] = [];
  let at = 0;
  for (const length of tokens) {
    for (let i = 0; i < length; i++) places.push(at + i);
    at += Math.max(1, length);
  }
  return places;
}

function highestPeak(places: readonly number[], n: number): { lag: number; value: number } | null {
  const bound = normalQuantile(0.975) / Math.sqrt(n);
  const values = autocorrelation(places, n, Math.floor(n / LEAST_PERIODS));
  const back = values.findIndex((value) => value < bound);
  let lag = 0;
  for (let i = back; i > 0 && i < values.length; i++) if (lag === 0 || values[i]! > values[lag]!) lag = i;
  return lag > 0 ? { lag, value: values[lag]! } : null;
}
