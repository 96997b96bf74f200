import { type RatioOptions, ratioOfBoots } from './bootstrap-ratio.js';
import type { Effect } from './interval.js';
import type { Point } from './point.js';
import { theilSen } from './theil-sen.js';

/** The points of each boot, of either variant: a full set of levels each. */
export interface SlopeArms {
  over: readonly (readonly Point[])[];
  under: readonly (readonly Point[])[];
}

/**
 * How the slope of one variant relates to that of another: the median over boots of the boots' Theil–Sen
 * slopes, divided by the same of the other variant, with a seeded bootstrap interval of 95 % over boots. A
 * boot gives one slope, so what shifts a whole boot up or down does not matter. No unit; below 6 boots the
 * interval is insufficient. A numerator near 0 or below is fine (growth that a fix has removed); see
 * `bootstrapRatio` for denominators. Throws RangeError when the denominator's slope is 0 or less, or a boot
 * has no two levels.
 * Source: `theilSen` and `bootstrapRatio`.
 */
export function slopeRatio({ over, under }: SlopeArms, options: RatioOptions): Effect {
  const slopes = (boots: SlopeArms['over']): number[] => boots.map((points) => theilSen(points).slope);
  return ratioOfBoots(slopes(over), slopes(under), options);
}
