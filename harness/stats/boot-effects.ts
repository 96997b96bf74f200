import type { Point } from './point.js';

/** What is left of curves when what shifts each boot as a whole is taken out. */
export interface LevelMeans {
  /** Ascending levels, each with its mean and the number of boots that measured it. */
  levels: { x: number; y: number; boots: number }[];
  /** Variance of one value about the mean of its level: of the logarithm, or in squared units where `logarithmic` is false. */
  variance: number;
  /** Degrees of freedom of that variance; 0 with one boot. */
  df: number;
  /** Whether boots differ by a factor, as a slower machine does: where every value is above 0. Else by an amount. */
  logarithmic: boolean;
}

const ROUNDS = 100;

/**
 * Means of levels, each boot's own effect taken out: the two-way layout value = level + boot by least squares, on logarithms
 * where every value is positive. Boots that lack levels still count for those they have. One curve for each boot.
 * Source: Searle, "Linear Models", 1971, 7.1.
 */
export function withoutBootEffects(boots: readonly (readonly Point[])[]): LevelMeans {
  const logarithmic = boots.flat().every(({ y }) => y > 0);
  const scaled = (y: number): number => (logarithmic ? Math.log(y) : y);
  const xs = [...new Set(boots.flatMap((points) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const cells = boots.flatMap((points, boot) =>
    points.map(({ x, y }) => ({ boot, level: xs.indexOf(x), value: scaled(y) })),
  );
  const ofBoots = boots.map(() => 0);
  const ofLevels = xs.map(() => 0);
  // Complete designs are solved by the first round; others converge.
  for (let round = 0; round < ROUNDS; round++) {
    meansInto(
      ofLevels,
      cells,
      ({ level }) => level,
      ({ value, boot }) => value - ofBoots[boot]!,
    );
    const before = [...ofBoots];
    meansInto(
      ofBoots,
      cells,
      ({ boot }) => boot,
      ({ value, level }) => value - ofLevels[level]!,
    );
    if (ofBoots.every((effect, i) => Math.abs(effect - before[i]!) <= 1e-12)) break;
  }
  // Boots' effects sum to 0, so that levels stay where the boots are on the whole.
  const middle = ofBoots.reduce((a, b) => a + b, 0) / ofBoots.length;
  const squares = cells.reduce(
    (sum, { boot, level, value }) => sum + (value - ofBoots[boot]! - ofLevels[level]!) ** 2,
    0,
  );
  const df = boots.length < 2 ? 0 : cells.length - xs.length - boots.length + 1;
  return {
    levels: xs.map((x, i) => ({
      x,
      y: logarithmic ? Math.exp(ofLevels[i]! + middle) : ofLevels[i]! + middle,
      boots: cells.filter(({ level }) => level === i).length,
    })),
    variance: df > 0 ? squares / df : 0,
    df: Math.max(0, df),
    logarithmic,
  };
}

function meansInto<Cell>(
  means: number[],
  cells: readonly Cell[],
  index: (cell: Cell) => number,
  value: (cell: Cell) => number,
): void {
  const sums = means.map(() => ({ sum: 0, n: 0 }));
  for (const cell of cells) {
    const entry = sums[index(cell)]!;
    entry.sum += value(cell);
    entry.n += 1;
  }
  sums.forEach(({ sum, n }, i) => {
    if (n > 0) means[i] = sum / n;
  });
}
