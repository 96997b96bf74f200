import { bestDivision } from './energy-division.js';
import { requireFinite } from './finite.js';
import { seededRandom } from './random.js';
import { shuffleInPlace } from './shuffle-in-place.js';
import { stepDownP } from './step-down.js';

/** Values of one cell, by the place of their run in the order of time. */
export type RunSeries = readonly { run: number; value: number }[];

/** Least number of runs on either side of a change. */
export const LEAST_SIDE = 3;
const PERMUTATIONS = 499;

/**
 * For many series over the same runs at once: p of each that it does not change, adjusted for their number (`stepDownP`). Under the
 * null the runs might as well have come in another order, in all cells: they are shuffled together. The statistic is the best
 * division by the energy distance, with three values or more on either side, over the mean distance of the cell's values. With n runs
 * no p is below 2 / C(n, k) for a step after k of them: 0.024 at 9 runs and a step after 3. Throws RangeError for what is not finite.
 * Source: `energy-division.ts` and `step-down.ts`.
 */
export function jointChangeP(cells: readonly RunSeries[], seed: number): number[] {
  for (const cell of cells) {
    requireFinite(
      cell.map(({ value }) => value),
      'change of a series',
    );
  }
  const runs = Math.max(0, ...cells.flatMap((cell) => cell.map(({ run }) => run + 1)));
  const scales = cells.map((cell) => meanDistance(cell.map(({ value }) => value)));
  const places = Float64Array.from({ length: runs }, (_, i) => i);
  const statistics = (): number[] =>
    cells.map((cell, i) => {
      if (scales[i] === 0) return 0;
      const ordered = [...cell].sort((a, b) => places[a.run]! - places[b.run]!);
      const division = bestDivision(
        Float64Array.from(ordered, ({ value }) => value),
        LEAST_SIDE,
      );
      return division === null ? 0 : division.value / scales[i]!;
    });
  const observed = statistics();
  const random = seededRandom(seed);
  function* shuffled(): Generator<number[]> {
    yield observed;
    for (let draw = 0; draw < PERMUTATIONS; draw++) {
      shuffleInPlace(places, random);
      yield statistics();
    }
  }
  return stepDownP(observed, shuffled());
}

function meanDistance(values: readonly number[]): number {
  const sum = values.reduce(
    (total, a, i) => total + values.slice(i + 1).reduce((part, b) => part + Math.abs(a - b), 0),
    0,
  );
  return sum / ((values.length * (values.length - 1)) / 2);
}
