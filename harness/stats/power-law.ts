import { requireFinite } from './finite.js';
import { lineFit } from './line-fit.js';
import type { Point } from './point.js';

/** y = a + b·x^exponent. */
export interface PowerLaw {
  /** Units of y. */
  a: number;
  /** Units of y per unit of x^exponent. */
  b: number;
  exponent: number;
  /** Sum over points of their weights times the squared relative residuals; squared residuals where a y is 0 or less. */
  rss: number;
}

/** A point, and how much it counts: 1 unless told. */
export interface WeightedPoint extends Point {
  weight?: number;
}

/** From nearly a logarithm to what no one would call growth any more. */
const LEAST_EXPONENT = 0.05;
const MOST_EXPONENT = 6;
const STEP = 0.05;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Each leaves 0.62 of the interval: together some 1e-9 of the exponent. */
const REFINEMENTS = 36;
/** Levels that three parameters take. */
const NEED = 4;

/**
 * The power law with an offset that comes closest to the points: relative residuals, since what is measured scatters by a share
 * of itself and the highest level would otherwise outweigh the rest. For each exponent a and b are a weighted straight line; the
 * exponent is looked for between 0.05 and 6, on a grid of the logarithm and then by golden section. Null below four different x.
 * @param relative whether residuals are taken as shares of y: where every y is above 0, unless told
 * Throws RangeError for a negative x and for what is not finite.
 * Source: Seber and Wild, "Nonlinear Regression", 1989, 5.7 (separable least squares).
 */
export const powerLaw = (points: readonly WeightedPoint[], relative?: boolean): PowerLaw | null =>
  powerLawOver(points.map(({ x }) => x))(points, relative);

/**
 * `powerLaw` for many curves over the same x: what follows from these alone is made once. A law whose rss is below `enough` is taken
 * without looking for a closer one.
 * @param xs of the points, in their order
 */
export function powerLawOver(
  xs: readonly number[],
): (points: readonly WeightedPoint[], relative?: boolean, enough?: number) => PowerLaw | null {
  requireFinite(xs, 'power law');
  const least = Math.min(...xs);
  if (least < 0) throw new RangeError(`power law: x = ${least} is negative`);
  const most = Math.max(...xs);
  // x over its largest, so that x^6 of thousands loses nothing.
  const logarithms = xs.map((x) => Math.log(x / most));
  // Of x = 0 the logarithm is minus infinity, and the term 0.
  const termsAt = (exponent: number): number[] => logarithms.map((one) => Math.exp(exponent * one));
  const grid = (new Set(xs).size < NEED ? [] : gridOfExponents()).map((exponent) => ({
    exponent,
    terms: termsAt(exponent),
  }));
  const inUnits = (law: PowerLaw): PowerLaw => ({ ...law, b: law.b / most ** law.exponent });
  return (points, relative = points.every(({ y }) => y > 0), enough = 0) => {
    const ys = points.map(({ y }) => y);
    requireFinite(ys, 'power law');
    const weights = points.map(({ y, weight = 1 }) => (relative ? weight / (y * y) : weight));
    const lawOf = (exponent: number, terms: readonly number[]): PowerLaw => {
      const { a, b, rss } = lineFit(terms, ys, weights);
      return { a, b, exponent, rss };
    };
    let start: PowerLaw | undefined;
    for (const { exponent, terms } of grid) {
      const law = lawOf(exponent, terms);
      if (start === undefined || law.rss < start.rss) start = law;
      if (law.rss < enough) return inUnits(law);
    }
    if (start === undefined) return null;
    const middle = Math.log(start.exponent);
    const at = (logarithm: number): PowerLaw => {
      const exponent = Math.exp(logarithm);
      return lawOf(exponent, termsAt(exponent));
    };
    const refined = goldenSection(at, Math.max(LOWEST, middle - STEP), Math.min(HIGHEST, middle + STEP));
    return inUnits(refined.rss <= start.rss ? refined : start);
  };
}

const [LOWEST, HIGHEST] = [Math.log(LEAST_EXPONENT), Math.log(MOST_EXPONENT)];

const gridOfExponents = (): number[] =>
  Array.from({ length: Math.floor((HIGHEST - LOWEST) / STEP) + 1 }, (_, i) => Math.exp(LOWEST + i * STEP));

/** The law of the smallest rss between two logarithms of exponents; each step asks for one law that the step before did not. */
function goldenSection(at: (logarithm: number) => PowerLaw, from: number, to: number): PowerLaw {
  let [low, high] = [from, to];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [at(left), at(right)];
  for (let i = 0; i < REFINEMENTS; i++) {
    if (atLeft.rss < atRight.rss) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  return at((low + high) / 2);
}

/** The law's value at x. */
export const valueAt = ({ a, b, exponent }: Pick<PowerLaw, 'a' | 'b' | 'exponent'>, x: number): number =>
  x === 0 ? a : a + b * x ** exponent;
