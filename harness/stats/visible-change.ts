import { withoutBootEffects } from './boot-effects.js';
import { noncentralityFor } from './fisher.js';
import type { Point } from './point.js';
import { powerLawOver, valueAt } from './power-law.js';
import { yardstickOf } from './yardstick.js';

const POWER = 0.8;
const LEVEL = 0.05;
/** A slope that becomes a hundred times as steep. */
const MOST = 100;
/** Below a factor of 1.5 as it is estimated a change is no knee; a true one must be larger to be taken for one as a rule. */
const LEAST = 2;
/** Of the logarithm of a hundredfold change: to less than a ten-thousandth of the factor. */
const HALVINGS = 16;

/**
 * The smallest change of slope that such a run would have shown as a knee with 80 % power, at the place between levels where it
 * shows best: the smooth law that the means follow is made steeper by a factor from that place on, and the departure from the
 * power law that then comes closest is held against what the F test sees. A factor, 2 at the least. Null where not even a hundredfold
 * change would show. Throws as `knee`.
 * @param boots the points of each boot, of five levels or more
 */
export function leastVisibleChange(
  boots: readonly (readonly Point[])[],
): { factor: number; at: number } | null {
  const means = withoutBootEffects(boots);
  const { variance, df, relative } = yardstickOf(means);
  const { levels } = means;
  const closest = powerLawOver(levels.map(({ x }) => x));
  const law = closest(
    levels.map((level) => ({ x: level.x, y: level.y, weight: level.boots })),
    relative,
  )!;
  const needed = noncentralityFor(POWER, LEVEL, levels.length - 3, df) * variance;
  const [first, last] = [levels[0]!, levels.at(-1)!];
  // Of a law that hardly grows: a slope to change is at least a hundredth of its value over the whole range.
  const steepness = Math.max(
    Math.abs(valueAt(law, last.x) - valueAt(law, first.x)),
    Math.abs(valueAt(law, first.x)) / 100,
  );
  const line = (x: number): number => (steepness * (x - first.x)) / (last.x - first.x);
  const shown = (factor: number, at: number): boolean => {
    const changed = levels.map(({ x, boots: weight }) => ({
      ...{ x, weight },
      y: valueAt(law, x) + (factor - 1) * Math.max(0, line(x) - line(at)),
    }));
    return closest(changed, relative, needed)!.rss >= needed;
  };
  const candidates = levels.slice(1, -2).map(({ x }, i) => (x + levels[i + 2]!.x) / 2);
  let least: { factor: number; at: number } | null = null;
  for (const at of candidates) {
    // A place is of interest where it shows a smaller change than those before it.
    if (!shown(least?.factor ?? MOST, at)) continue;
    least = { factor: leastFactor((factor) => shown(factor, at)), at };
    if (least.factor === LEAST) break;
  }
  return least;
}

/** The smallest factor between `LEAST` and `MOST` that is shown, of which the largest is. */
function leastFactor(isShown: (factor: number) => boolean): number {
  if (isShown(LEAST)) return LEAST;
  let [low, high] = [LEAST, MOST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = Math.sqrt(low * high);
    if (isShown(middle)) high = middle;
    else low = middle;
  }
  return high;
}
