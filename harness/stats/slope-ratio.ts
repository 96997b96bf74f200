import type { Effect } from './interval.js';
import type { Point } from './point.js';
import { type RatioDesign, ratioOfBoots } from './ratio.js';
import { theilSen } from './theil-sen.js';

/** The points of each boot, of either variant: a full set of levels each. */
export interface SlopeArms {
  over: readonly (readonly Point[])[];
  under: readonly (readonly Point[])[];
}

/**
 * How many times the slope of one variant is that of another, by the boots' Theil–Sen slopes. A boot gives one slope, so what
 * shifts a whole boot up or down does not matter. No unit. A numerator near 0 or below is fine (growth that a fix has removed).
 * Throws RangeError when a slope of `under` is 0 or less, or a boot has no two levels.
 * Source: `theilSen` and `ratioOfBoots`.
 */
export function slopeRatio({ over, under }: SlopeArms, design: RatioDesign): Effect {
  const slopes = (boots: SlopeArms['over']): number[] => boots.map((points) => theilSen(points).slope);
  return ratioOfBoots(slopes(over), slopes(under), design);
}
