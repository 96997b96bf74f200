import { withoutBootEffects } from './boot-effects.js';
import { requireFinite } from './finite.js';
import { fisherUpper } from './fisher.js';
import type { Point } from './point.js';
import { powerLaw } from './power-law.js';
import { studentQuantile } from './special.js';
import { type Segments, twoSegments } from './two-segments.js';
import { type Yardstick, yardstickOf } from './yardstick.js';

export type Knee =
  | {
      kind: 'knee';
      /** Where the slope changes, in units of x, with its 95 % interval. */
      at: number;
      low: number;
      high: number;
      /** Units of y per unit of x. */
      slopeBefore: number;
      slopeAfter: number;
      /** That no smooth law does: the chance of so large a departure where there is no knee. */
      p: number;
    }
  | {
      kind: 'none';
      upTo: number;
    }
  | { kind: 'insufficient'; need: string };

const LEVELS = 5;
const BOOTS = 2;
const LEVEL = 0.05;
/** How many times steeper, or flatter, the second segment must be to matter. */
const MATERIAL_FACTOR = 1.5;
/** Places tried between two neighbouring levels. */
const STEPS = 20;

/**
 * The level at which y leaves any smooth law. Each boot's own effect is taken out first (`withoutBootEffects`). A departure is
 * what the means of the levels have beyond the power law with an offset, by an F test at 5 % against the scatter of boots at one
 * level; a departure of 1 % of y is never one. It is a knee where two straight segments that meet come closer than the power law
 * and their slopes differ by a factor of 1.5 or in sign. The place is the best of a grid of 20 between neighbouring levels, with
 * two levels at least on either side; its interval holds the places within the F criterion of one parameter.
 *
 * By simulation (docs/calibration.md) it finds a knee in at most 5 % of runs of x^0.5 to x^2, N·log N, logarithms and constants,
 * and its power does not depend on how far boots lie apart. Throws as `powerLaw`.
 * @param boots the points of each boot
 * Source: Seber and Wild, "Nonlinear Regression", 1989, 2.1.5 (lack of fit), 9.3 (segments), 5.4 (profile likelihood).
 */
export function knee(boots: readonly (readonly Point[])[]): Knee {
  requireFinite(
    boots.flatMap((points) => points.flatMap(({ x, y }) => [x, y])),
    'knee',
  );
  const means = withoutBootEffects(boots);
  if (means.levels.length < LEVELS) return { kind: 'insufficient', need: `${LEVELS} levels` };
  if (means.df < 1) return { kind: 'insufficient', need: `${BOOTS} boots` };
  const yardstick = yardstickOf(means);
  const { smooth, p } = departure(means.levels, yardstick);
  const fits = places(means.levels.map(({ x }) => x)).map((at) =>
    twoSegments(means.levels, at, yardstick.weights),
  );
  const best = fits.reduce((least, fit) => (fit.rss < least.rss ? fit : least));
  if (p > LEVEL || best.rss >= smooth || !isMaterial(best)) {
    return { kind: 'none', upTo: means.levels.at(-1)!.x };
  }
  const allowed = best.rss + studentQuantile(1 - LEVEL / 2, yardstick.df) ** 2 * yardstick.variance;
  const likely = fits.filter(({ rss }) => rss <= allowed).map(({ at }) => at);
  const { at, slopeBefore, slopeAfter } = best;
  return {
    kind: 'knee',
    at,
    low: Math.min(...likely),
    high: Math.max(...likely),
    slopeBefore,
    slopeAfter,
    p,
  };
}

/** How far the means are from the power law that comes closest, and the chance of that where they follow one. */
function departure(
  levels: readonly (Point & { boots: number })[],
  { variance, df, relative }: Yardstick,
): { smooth: number; p: number } {
  const weighted = levels.map(({ x, y, boots }) => ({ x, y, weight: boots }));
  const law = powerLaw(weighted, relative)!;
  const extra = levels.length - 3;
  return { smooth: law.rss, p: fisherUpper(law.rss / extra / variance, extra, df) };
}

/** From the second level to the last but one. */
function places(levels: readonly number[]): number[] {
  const interior = levels.slice(1, -1);
  const between = interior.slice(1).flatMap((to, i) => {
    const from = interior[i]!;
    return Array.from({ length: STEPS }, (_, step) => from + ((to - from) * (step + 1)) / STEPS);
  });
  return [interior[0]!, ...between];
}

function isMaterial({ slopeBefore, slopeAfter }: Segments): boolean {
  const [small, large] = [slopeBefore, slopeAfter].map(Math.abs).sort((a, b) => a - b) as [number, number];
  return large > 0 && (slopeBefore * slopeAfter < 0 || large >= MATERIAL_FACTOR * small);
}
