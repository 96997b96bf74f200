import type { Point } from './point.js';
import { powerLaw, valueAt } from './power-law.js';

/** Below this share of change from the lowest level to the highest a curve counts as flat. */
export const FLAT = 0.05;

/**
 * The exponent of the power law that one boot's curve follows: 1 is a line, 2 a square, 0 what does not change by 5 % from the
 * lowest level to the highest. Null below four levels. Falling curves have an exponent as well: the sign of growth is the slope's.
 * Throws as `powerLaw`.
 */
export function growthExponent(points: readonly Point[]): number | null {
  const law = powerLaw(points);
  if (law === null) return null;
  const xs = points.map(({ x }) => x);
  const [first, last] = [valueAt(law, Math.min(...xs)), valueAt(law, Math.max(...xs))];
  const isFlat = Math.abs(last - first) < FLAT * Math.max(Math.abs(first), Math.abs(last));
  return isFlat || first === last ? 0 : law.exponent;
}
