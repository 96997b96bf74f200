import { keyOfAll } from '../cells/cell.js';
import { compareTexts } from '../cells/natural-order.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type ChangePoint, eDivisive } from '../stats/e-divisive.js';
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

/** Runs below which no change point can be told. */
export const LEAST_RUNS = 6;
/** A nightly looks at hundreds of cells: a stricter test than one cell would want. */
const ALPHA = 0.01;
const PERMUTATIONS = 499;

/** A trend over runs: what could be looked at, and what could not. */
export interface Trend {
  series: TrendSeries[];
  /** Cells of too few runs, and cells that the latest run lacks. */
  leftOut: LeftOut[];
}

/**
 * The series of every cell that at least `LEAST_RUNS` runs measured, with the change points of its medians
 * (e-divisive) that are beyond the threshold, and the cells that have no series or one that ended. Runs are put in order of their start. Pure.
 */
export function trendSeries(runs: readonly Run[], options: TrendOptions): Trend {
  const ordered = [...runs].sort((a, b) => compareTexts(a.manifest.startedAt, b.manifest.startedAt));
  const cells = new Map<string, TrendPoint[]>();
  for (const { manifest, summary } of ordered) {
    for (const row of summary) {
      const key = `${row.scenario}\n${row.metric}\n${keyOfAll(row)}`;
      const point = { run: manifest.run, startedAt: manifest.startedAt, row };
      cells.set(key, [...(cells.get(key) ?? []), point]);
    }
  }
  const all = [...cells.values()];
  const latest = ordered.at(-1)?.manifest.run;
  return {
    series: all
      .filter((points) => points.length >= LEAST_RUNS)
      .map((points) => ({ points, changes: changesOf(points, options) })),
    leftOut: all.flatMap((points) => {
      const last = points.at(-1)!;
      const counted = `in ${points.length} of ${runs.length} runs`;
      if (points.length < LEAST_RUNS) return [{ row: last.row, where: counted }];
      return last.run === latest ? [] : [{ row: last.row, where: `${counted}, not in the latest` }];
    }),
  };
}

function changesOf(points: readonly TrendPoint[], { threshold, seed }: TrendOptions): TrendChange[] {
  const values = points.map(({ row }) => row.median);
  // Where even the extremes are within the threshold no step can be beyond it.
  if (!isBeyond(Math.min(...values), Math.max(...values), threshold)) return [];
  const found = eDivisive(values, { seed, permutations: PERMUTATIONS, alpha: ALPHA });
  const bounds = [0, ...found.map(({ index }) => index), values.length];
  return found.flatMap((change, i): TrendChange[] => {
    const before = median(values.slice(bounds[i], bounds[i + 1]));
    const after = median(values.slice(bounds[i + 1], bounds[i + 2]));
    if (!isBeyond(before, after, threshold)) return [];
    const { run, startedAt } = points[change.index]!;
    return [{ ...change, run, startedAt, before, after }];
  });
}

const isBeyond = (from: number, to: number, threshold: number): boolean =>
  Math.abs(to - from) > threshold * Math.abs(from);
