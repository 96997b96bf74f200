import { applyingFactors, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { left, right, type Table } from '../document/table.js';
import { EXIT, Failure } from '../failure.js';
import { cellPhrase } from '../words/level-words.js';

/** A cell that could not be set against anything, since the other side lacks it. */
export interface LeftOut {
  row: SummaryRow;
  /** Where the cell stands: `only in base`, or `in 3 of 9 runs`. */
  where: string;
}

/** The words by which a cell can be named: its scenario, its metric, its levels, and `FACTOR=LEVEL`. */
export function namesOf(row: SummaryRow): string[] {
  const levels = applyingFactors(row).flatMap((name) => {
    const level = levelOf(row, name);
    return typeof level === 'string' ? [level, `${name}=${level}`] : [`${name}=${level}`];
  });
  return [row.scenario, row.metric, ...levels];
}

/** `--without stock,create_latency,namespaces=4000` as a list. */
export const parseWithout = (list: string | undefined): string[] =>
  (list ?? '').split(',').filter((name) => name !== '');

/** Those of the cells that nobody allowed to be missing. */
export const notAllowed = (cells: readonly LeftOut[], without: readonly string[]): LeftOut[] =>
  cells.filter(({ row }) => !namesOf(row).some((name) => without.includes(name)));

/** Names that allow nothing: mistyped, or no longer needed. */
export const idleNames = (cells: readonly LeftOut[], without: readonly string[]): string[] =>
  without.filter((name) => !cells.some(({ row }) => namesOf(row).includes(name)));

/** One row a metric and place, with how many of its cells are left out and the first of them. */
export function leftOutTable(cells: readonly LeftOut[]): Table {
  const groups = new Map<string, LeftOut[]>();
  for (const one of cells) {
    const key = [one.row.scenario, one.row.metric, one.where].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return {
    name: 'left-out',
    title: 'Left out',
    columns: [left('scenario'), left('metric'), left('where'), right('cells'), left('the first of them')],
    rows: [...groups.values()].map((group) => {
      const { row, where } = group[0]!;
      return [row.scenario, row.metric, where, String(group.length), cellPhrase(row, applyingFactors(row))];
    }),
  };
}

/**
 * A gate that passes although it could not look has shown nothing.
 * @throws Failure with the exit code of an incomplete comparison, when a cell is left out that nobody allowed
 */
export function refuseLeftOut(cells: readonly LeftOut[], without: readonly string[]): void {
  const missing = notAllowed(cells, without);
  if (missing.length === 0) return;
  const scenarios = new Set(missing.map(({ row }) => row.scenario));
  const metrics = [...new Set(missing.map(({ row }) => row.metric))];
  throw new Failure({
    what: `${missing.length} ${missing.length === 1 ? 'cell was' : 'cells were'} left out: not every run measured ${missing.length === 1 ? 'it' : 'them'}`,
    exit: EXIT.incomplete,
    remedy:
      `Measure what is missing (netknee run --resume FOLDER), or allow it by name, such as a metric, a variant or a level:\n` +
      `--without ${metrics.length <= 4 ? metrics.join(',') : [...scenarios].join(',')}`,
  });
}
