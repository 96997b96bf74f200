import { keyOfAll } from '../cells/cell.js';
import { compareTexts } from '../cells/natural-order.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type ChangePoint, eDivisive } from '../stats/e-divisive.js';
import { jointChangeP } from '../stats/joint-change.js';
import { median } from '../stats/median.js';
import type { Run } from './compare-runs.js';
import type { LeftOut } from './left-out.js';

/** One cell of one run. */
export interface TrendPoint {
  run: string;
  startedAt: string;
  row: SummaryRow;
}

/** A step in a cell's series that is both significant and large enough. */
export interface TrendChange extends ChangePoint {
  /** Run that begins the new stretch. */
  run: string;
  startedAt: string;
  /** Medians of the runs from the change before to here, and from here to the next. */
  before: number;
  after: number;
}

export interface TrendSeries {
  /** In order of time. */
  points: TrendPoint[];
  changes: TrendChange[];
}

export interface TrendOptions {
  /** Least relative change that matters. */
  threshold: number;
  seed: number;
}

/** Runs below which not every step, however large, could be significant. */
export const LEAST_RUNS = 9;
const ALPHA = 0.05;
const PERMUTATIONS = 499;

/** A trend over runs: what could be looked at, and what could not. */
export interface Trend {
  series: TrendSeries[];
  /** Cells of too few runs, and cells that the latest run lacks. */
  leftOut: LeftOut[];
}

/**
 * The series of every cell that at least `LEAST_RUNS` runs measured, with the change points of its medians (e-divisive) that are
 * beyond the threshold, and the cells that have no series or one that ended. A cell has change points only where a test over all
 * cells at once says that it changed: at most 5 % of trends without any change show one. Runs are put in order of their start. Pure.
 */
export function trendSeries(runs: readonly Run[], options: TrendOptions): Trend {
  const ordered = inOrder(runs);
  const all = [...pointsOf(ordered).values()];
  const latest = ordered.at(-1)?.manifest.run;
  const long = all.filter((points) => points.length >= LEAST_RUNS);
  const ps = changeP(
    long,
    ordered.map(({ manifest }) => manifest.run),
    options,
  );
  return {
    series: long.map((points) => {
      const p = ps.get(points) ?? 1;
      return { points, changes: p <= ALPHA ? changesOf(points, options, p) : [] };
    }),
    leftOut: all.flatMap((points) => {
      const last = points.at(-1)!;
      const counted = `in ${points.length} of ${runs.length} runs`;
      if (points.length < LEAST_RUNS) return [{ row: last.row, where: counted }];
      return last.run === latest ? [] : [{ row: last.row, where: `${counted}, not in the latest` }];
    }),
  };
}

/** Pure: runs in order of their start. */
export const inOrder = <R extends Run>(runs: readonly R[]): R[] =>
  [...runs].sort((a, b) => compareTexts(a.manifest.startedAt, b.manifest.startedAt));

/** Pure: what one cell is known by in every run. */
export const cellKey = (row: SummaryRow): string => `${row.scenario}\n${row.metric}\n${keyOfAll(row)}`;

/** Pure: each cell over the runs that measured it, by its key. @param ordered in order of time */
export function pointsOf(ordered: readonly Run[]): Map<string, TrendPoint[]> {
  const cells = new Map<string, TrendPoint[]>();
  for (const { manifest, summary } of ordered) {
    for (const row of summary) {
      const point = { run: manifest.run, startedAt: manifest.startedAt, row };
      cells.set(cellKey(row), [...(cells.get(cellKey(row)) ?? []), point]);
    }
  }
  return cells;
}

/** p of each cell that it does not change, adjusted for all that could have changed by more than the threshold. */
function changeP(
  all: readonly TrendPoint[][],
  runs: readonly string[],
  { threshold, seed }: TrendOptions,
): Map<TrendPoint[], number> {
  // Where even the extremes are within the threshold no step can be beyond it; that does not depend on the order of runs.
  const tested = all.filter((points) => {
    const values = points.map(({ row }) => row.median);
    return isBeyond(Math.min(...values), Math.max(...values), threshold);
  });
  const place = new Map(runs.map((run, i) => [run, i]));
  const ps = jointChangeP(
    tested.map((points) => points.map(({ run, row }) => ({ run: place.get(run)!, value: row.median }))),
    seed,
  );
  return new Map(tested.map((points, i) => [points, ps[i]!]));
}

/** Where a cell that changes does so. @param adjusted p that it does not change, which no single change is below */
function changesOf(
  points: readonly TrendPoint[],
  { threshold, seed }: TrendOptions,
  adjusted: number,
): TrendChange[] {
  const values = points.map(({ row }) => row.median);
  const found = eDivisive(values, { seed, permutations: PERMUTATIONS, alpha: ALPHA });
  const bounds = [0, ...found.map(({ index }) => index), values.length];
  return found.flatMap((change, i): TrendChange[] => {
    const before = median(values.slice(bounds[i], bounds[i + 1]));
    const after = median(values.slice(bounds[i + 1], bounds[i + 2]));
    if (!isBeyond(before, after, threshold)) return [];
    const { run, startedAt } = points[change.index]!;
    return [{ ...change, p: Math.max(adjusted, change.p), run, startedAt, before, after }];
  });
}

const isBeyond = (from: number, to: number, threshold: number): boolean =>
  Math.abs(to - from) > threshold * Math.abs(from);
