import type { SummaryRow } from '../cells/summary-row.js';
import type { Clock, Manifest } from '../types.js';
import { type Difference, type DifferenceName, differencesBetween, notesBetween } from './comparable.js';
import { type CellVerdict, type JudgedCell, judgeCells, VERDICT_ORDER } from './judge-cells.js';
import type { LeftOut } from './left-out.js';
import { matchCells } from './match-cells.js';

export interface Run {
  manifest: Manifest;
  summary: readonly SummaryRow[];
}

export interface CompareOptions {
  /** Least relative change that matters: 0.05 is 5 %. */
  threshold: number;
  /** Differences that the user takes upon himself. */
  despite: readonly DifferenceName[];
  /** Clocks that are compared at all. */
  clocks: readonly Clock[];
}

export interface ComparedRuns {
  base: string;
  next: string;
  options: CompareOptions;
  /** What was left out of damaged rows, before anything else; absent of whole runs. */
  damage?: readonly string[];
  /** Named whether allowed or not. */
  differences: Difference[];
  /** What a reader must know besides. */
  notes: string[];
  /** Differences that forbid the comparison; then there are no cells. */
  refused: Difference[];
  /** Worst first, otherwise in the order of the summary. */
  cells: JudgedCell[];
  /** Cells that were set against nothing, since the other run lacks them. */
  leftOut: LeftOut[];
  counts: Record<CellVerdict, number>;
}

/** Sets two runs against one another, cell by cell and clock by clock. Pure: the same runs give the same answer. */
export function compareRuns(base: Run, next: Run, options: CompareOptions): ComparedRuns {
  const differences = differencesBetween(base.manifest, next.manifest, options.clocks);
  const refused = differences.filter(({ name }) => !options.despite.includes(name));
  const found =
    refused.length > 0
      ? { pairs: [], leftOut: [] }
      : matchCells(inClocks(base, options.clocks), inClocks(next, options.clocks), options.despite);
  const scenarios = new Map(next.manifest.scenarios.map((scenario) => [scenario.name, scenario]));
  const raw = new Set(next.manifest.scenarios.flatMap(({ jitters }) => jitters.map(({ metric }) => metric)));
  const judged = judgeCells(
    found.pairs,
    ({ scenario, metric }) => scenarios.get(scenario)?.metrics.find(({ name }) => name === metric),
    raw,
    options.threshold,
  );
  const place = ({ verdict }: JudgedCell) => VERDICT_ORDER.indexOf(verdict);
  const counts = Object.fromEntries(
    VERDICT_ORDER.map((verdict) => [verdict, judged.filter((cell) => cell.verdict === verdict).length]),
  ) as Record<CellVerdict, number>;
  return {
    base: base.manifest.run,
    next: next.manifest.run,
    options,
    differences,
    notes: notesBetween(base.manifest, next.manifest),
    refused,
    cells: [...judged].sort((a, b) => place(a) - place(b)),
    // A baseline holds no raw values, and nothing judges them.
    leftOut: found.leftOut.filter(({ row }) => !raw.has(row.metric)),
    counts,
  };
}

const inClocks = ({ summary }: Run, clocks: readonly Clock[]): SummaryRow[] =>
  summary.filter(({ clock }) => clocks.includes(clock));
