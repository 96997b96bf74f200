import { normalQuantile, studentQuantile } from './special.js';

export interface SampleSize {
  /** Boots an arm, or pairs of boots. */
  boots: number;
  /** Whether more would be needed than `cap` allows. */
  capped: boolean;
}

export interface SampleSizeOptions {
  design: 'paired' | 'independent';
  /** The shift to see, as a ratio: 1.1 unless told. */
  shift?: number;
  /** 0.9 unless told. */
  power?: number;
  /** 10,000 unless told. */
  cap?: number;
}

/** Below these no two-sided rank test can reach 5 %. */
const LEAST = { paired: 6, independent: 4 };
const ALPHA = 0.05;
/** A rank test needs this many times the values of a t test at the latter’s best (Lehmann 1975). */
const RANK_TEST_COST = Math.PI / 3;

/**
 * Number of boots that shows a shift (10 %) with the wished power (90 %) at 5 %, two-sided, with a rank test:
 * (t(1 − α/2) + t(power))²·(sd / ln shift)², twice that for two arms, found by iterating on the degrees of
 * freedom, times π/3 because ranks are used. `logSd` is the standard deviation over boots of ln(value) of one
 * arm (independent), or of ln(over / under) of pairs (paired); for small spreads that is the coefficient of
 * variation. Never fewer than a rank test needs (6 pairs, 4 an arm), never more than `cap`. Throws RangeError
 * for a negative sd, a shift that is not positive or is 1, and a power outside (0.5, 1).
 * Source: Lehmann, "Nonparametrics: Statistical Methods Based on Ranks", 1975, 2.4; Julious, "Sample sizes
 * for clinical trials with normal data", Statistics in Medicine 23 (2004).
 */
export function sampleSize(logSd: number, options: SampleSizeOptions): SampleSize {
  const { design, shift = 1.1, power = 0.9, cap = 10_000 } = options;
  if (!(logSd >= 0)) throw new RangeError(`standard deviation ${logSd} is not 0 or more`);
  if (!(shift > 0) || shift === 1) throw new RangeError(`shift ${shift} is not one to detect`);
  if (!(power > 0.5 && power < 1)) throw new RangeError(`power ${power} is not between 0.5 and 1`);
  const arms = design === 'paired' ? 1 : 2;
  const needed = (quantiles: number): number => arms * (quantiles * (logSd / Math.log(shift))) ** 2;
  const enough = (n: number): boolean =>
    n >= needed(studentQuantile(1 - ALPHA / 2, arms * (n - 1)) + studentQuantile(power, arms * (n - 1)));
  let n = Math.max(2, Math.ceil(needed(normalQuantile(1 - ALPHA / 2) + normalQuantile(power))));
  while (n <= cap && !enough(n)) n += 1;
  const boots = Math.max(LEAST[design], Math.ceil(n * RANK_TEST_COST));
  return { boots: Math.min(cap, boots), capped: boots > cap };
}
