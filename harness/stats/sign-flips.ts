import { requireFinite } from './finite.js';
import { seededRandom } from './random.js';
import { stepDownP } from './step-down.js';
import { oneSampleT } from './student-statistic.js';

/** Differences of one cell, each of the boot of that name. */
export type PairedDifferences = ReadonlyMap<string, number>;

/** Relabellings up to which all are counted; beyond that so many are drawn. */
const RELABELLINGS = 8192;
/** Pairs with which p can be 5 % or less: 2 of 2^n relabellings are as extreme as the most extreme one. */
export const PAIRS_NEEDED = 6;

/**
 * For many cells of paired differences at once: p of each that its differences are symmetric about 0, adjusted for their number
 * (`stepDownP`). Under the null a boot as a whole might as well have had the other sign, in all cells: signs of boots are flipped
 * together, all 2^n of them up to 8,192, seeded draws beyond. The statistic is |t|. Null for a cell of fewer than 6 boots, in which
 * nothing could be significant. Any unit; logarithms of ratios are what latencies want. Throws RangeError for what is not finite.
 * Source: as for `stepDownP`; Fisher, "The Design of Experiments", 1935, 21 (flipped signs).
 */
export function signFlipP(
  cells: readonly PairedDifferences[],
  seed: number,
  most = RELABELLINGS,
): (number | null)[] {
  for (const cell of cells) requireFinite([...cell.values()], 'sign-flip test');
  const tested = cells.filter(({ size }) => size >= PAIRS_NEEDED);
  const boots = [...new Set(tested.flatMap((cell) => [...cell.keys()]))];
  const compact = tested.map((cell) => ({
    boots: Int32Array.from(cell.keys(), (name) => boots.indexOf(name)),
    values: Float64Array.from(cell.values()),
    squares: [...cell.values()].reduce((sum, value) => sum + value * value, 0),
  }));
  const flipped = new Float64Array(compact.length);
  const statistics = (signs: Int8Array): Float64Array => {
    for (let cell = 0; cell < flipped.length; cell++) {
      const { boots: indices, values, squares } = compact[cell]!;
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += signs[indices[i]!]! * values[i]!;
      flipped[cell] = oneSampleT(sum, squares, values.length);
    }
    return flipped;
  };
  const unchanged = new Int8Array(boots.length).fill(1);
  const ps = stepDownP([...statistics(unchanged)], relabelled(boots.length, seed, most, statistics));
  let next = 0;
  return cells.map(({ size }) => (size >= PAIRS_NEEDED ? ps[next++]! : null));
}

function* relabelled(
  boots: number,
  seed: number,
  most: number,
  statistics: (signs: Int8Array) => Float64Array,
): Generator<Float64Array> {
  const signs = new Int8Array(boots).fill(1);
  // |t| of all signs flipped is that of none: half of them is enough.
  if (2 ** (boots - 1) <= most) {
    for (let pattern = 0; pattern < 2 ** (boots - 1); pattern++) {
      for (let boot = 0; boot < boots; boot++) signs[boot] = (pattern >> boot) & 1 ? -1 : 1;
      yield statistics(signs);
    }
    return;
  }
  yield statistics(signs);
  const random = seededRandom(seed);
  for (let draw = 1; draw < most; draw++) {
    for (let boot = 0; boot < boots; boot++) signs[boot] = random.below(2) === 0 ? 1 : -1;
    yield statistics(signs);
  }
}
