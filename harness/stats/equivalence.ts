import { requireFinite } from './finite.js';
import { studentCdf, studentQuantile } from './special.js';

export type Equivalence =
  | {
      kind: 'tested';
      /** Whether both one-sided tests reject at 5 %: the 90 % interval lies within the margin. */
      equivalent: boolean;
      /** The larger of the two one-sided p values. */
      p: number;
      /** 90 % interval of the ratio of the geometric means. */
      low: number;
      high: number;
      margin: number;
    }
  | { kind: 'insufficient'; need: number };

const NEED = 3;
const LEVEL = 0.05;

interface MeanLog {
  mean: number;
  standardError: number;
  df: number;
}

/**
 * Two one-sided t tests that the ratio over/under of boots that are pairs, index by index, differs by no more
 * than `margin`: that it lies between 1 / (1 + margin) and 1 + margin, on the log scale. `over` and `under`
 * are boot medians, positive, same unit. Below 3 pairs it is insufficient. Without any scatter (as in the
 * instruction clock) p is 0 inside of the margin and 1 outside. Throws RangeError for values that are not positive
 * and finite, a margin that is not above 0, and arms that differ in length.
 * Source: Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987); Lakens, Social
 * Psychological and Personality Science 8 (2017).
 */
export function pairedEquivalence(
  over: readonly number[],
  under: readonly number[],
  margin: number,
): Equivalence {
  if (over.length !== under.length)
    throw new RangeError(`${over.length} and ${under.length} values are no pairs`);
  const [first, second] = [logs(over), logs(under)];
  if (over.length < NEED) return { kind: 'insufficient', need: NEED };
  return tested(meanOf(first.map((value, i) => value - second[i]!)), margin);
}

/** The same for the boots of two runs, with Welch's t test: the arms may differ in length and in scatter. */
export function independentEquivalence(
  over: readonly number[],
  under: readonly number[],
  margin: number,
): Equivalence {
  const [first, second] = [logs(over), logs(under)];
  if (Math.min(over.length, under.length) < NEED) return { kind: 'insufficient', need: NEED };
  const [a, b] = [meanOf(first), meanOf(second)];
  const variance = a.standardError ** 2 + b.standardError ** 2;
  // Welch and Satterthwaite; without scatter any df serves.
  const df = variance === 0 ? 1 : variance ** 2 / (a.standardError ** 4 / a.df + b.standardError ** 4 / b.df);
  return tested({ mean: a.mean - b.mean, standardError: Math.sqrt(variance), df }, margin);
}

function logs(values: readonly number[]): number[] {
  requireFinite(values, 'equivalence test');
  const wrong = values.find((value) => value <= 0);
  if (wrong !== undefined) throw new RangeError(`equivalence test: ${wrong} has no logarithm`);
  return values.map(Math.log);
}

function meanOf(values: readonly number[]): MeanLog {
  const n = values.length;
  // Equal values have no scatter; a rounded mean would lend them some.
  if (values.every((value) => value === values[0])) return { mean: values[0]!, standardError: 0, df: n - 1 };
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, standardError: Math.sqrt(variance / n), df: n - 1 };
}

function tested({ mean, standardError, df }: MeanLog, margin: number): Equivalence {
  if (!(margin > 0)) throw new RangeError(`equivalence margin ${margin} is not above 0`);
  const bound = Math.log1p(margin);
  // How far inside of the nearer bound the mean lies.
  const inside = bound - Math.abs(mean);
  const p = standardError > 0 ? 1 - studentCdf(inside / standardError, df) : inside > 0 ? 0 : 1;
  const half = standardError > 0 ? studentQuantile(1 - LEVEL, df) * standardError : 0;
  return {
    kind: 'tested',
    equivalent: p <= LEVEL,
    p,
    low: Math.exp(mean - half),
    high: Math.exp(mean + half),
    margin,
  };
}
