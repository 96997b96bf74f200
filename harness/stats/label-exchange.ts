import { requireFinite } from './finite.js';
import { seededRandom } from './random.js';
import { shuffleInPlace } from './shuffle-in-place.js';
import { stepDownP } from './step-down.js';
import { twoSampleT } from './student-statistic.js';

/** One cell of two independent arms: values by the name of their boot. */
export interface TwoArms {
  /** Boots of one machine treatment, among which labels may be exchanged. */
  stratum: string;
  first: ReadonlyMap<string, number>;
  second: ReadonlyMap<string, number>;
}

/** Of the values of one arm. */
interface Sum {
  sum: number;
  squares: number;
  n: number;
}

const RELABELLINGS = 4999;
/** Boots an arm with which p can be 5 % or less: 2 of 70 divisions are as extreme as the most extreme one. */
export const BOOTS_NEEDED = 4;

/**
 * For many cells of two independent arms at once: p of each that both are alike, adjusted for their number (`stepDownP`). Under the
 * null the boots of one stratum might as well have been of the other arm, in all cells: labels of boots are exchanged together, by
 * 4,999 seeded draws. The statistic is Welch's |t|. Null for a cell with fewer than 4 boots in an arm. Any unit; logarithms are what
 * latencies want. Throws RangeError for what is not finite.
 * Source: as for `stepDownP`; Pitman, Supplement to the JRSS 4 (1937).
 */
export function labelExchangeP(
  cells: readonly TwoArms[],
  seed: number,
  draws = RELABELLINGS,
): (number | null)[] {
  for (const { first, second } of cells)
    requireFinite([...first.values(), ...second.values()], 'exchange test');
  const isTested = ({ first, second }: TwoArms): boolean => Math.min(first.size, second.size) >= BOOTS_NEEDED;
  const tested = cells.filter(isTested);
  const strata = [...new Set(tested.map(({ stratum }) => stratum))].map((name) => stratumOf(name, tested));
  const compact = tested.map(({ stratum, first, second }) => {
    const { boots, labels } = strata.find(({ name }) => name === stratum)!;
    const all = [
      ...[...first].map(([boot, value]) => ({ boot: `1\n${boot}`, value })),
      ...[...second].map(([boot, value]) => ({ boot: `2\n${boot}`, value })),
    ];
    return {
      labels,
      boots: Int32Array.from(all, ({ boot }) => boots.indexOf(boot)),
      values: Float64Array.from(all, ({ value }) => value),
    };
  });
  const statistics = (): number[] =>
    compact.map(({ labels, boots, values }) => {
      const sums: [Sum, Sum] = [
        { sum: 0, squares: 0, n: 0 },
        { sum: 0, squares: 0, n: 0 },
      ];
      for (let i = 0; i < values.length; i++) {
        const arm = sums[labels[boots[i]!] === 0 ? 0 : 1];
        arm.sum += values[i]!;
        arm.squares += values[i]! ** 2;
        arm.n += 1;
      }
      // Boots that lack a cell may leave an arm of it with one value, which has no scatter.
      return Math.min(sums[0].n, sums[1].n) < 2 ? 0 : twoSampleT(sums[0], sums[1]);
    });
  const observed = statistics();
  const random = seededRandom(seed);
  function* relabelled(): Generator<number[]> {
    yield observed;
    for (let draw = 0; draw < draws; draw++) {
      for (const { labels } of strata) shuffleInPlace(labels, random);
      yield statistics();
    }
  }
  const ps = stepDownP(observed, relabelled());
  let next = 0;
  return cells.map((cell) => (isTested(cell) ? ps[next++]! : null));
}

/** The boots of one stratum, and which arm each is of, 0 or 1. */
function stratumOf(name: string, cells: readonly TwoArms[]) {
  const mine = cells.filter(({ stratum }) => stratum === name);
  const [first, second] = (['first', 'second'] as const).map((arm) => [
    ...new Set(mine.flatMap((cell) => [...cell[arm].keys()])),
  ]) as [string[], string[]];
  return {
    name,
    boots: [...first.map((boot) => `1\n${boot}`), ...second.map((boot) => `2\n${boot}`)],
    labels: Float64Array.from([...first.map(() => 0), ...second.map(() => 1)]),
  };
}
