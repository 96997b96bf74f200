import { factorNames, keyOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { FactorName } from '../types.js';
import type { DifferenceName } from './comparable.js';
import type { LeftOut } from './left-out.js';

export interface MatchedCells {
  pairs: { base: SummaryRow; next: SummaryRow }[];
  /** Cells without a partner, those of the base first. */
  leftOut: LeftOut[];
}

/** The factor that a difference is about, where it is one. */
const FACTORS: Partial<Record<DifferenceName, FactorName>> = {
  kernel: 'kernel',
  'possible-cpus': 'possibleCpus',
  memory: 'memoryMb',
};

/**
 * The same cells of two runs, in the order of the first. Factors that the user said may differ are not looked at;
 * a cell that then has several partners has none, since which of them is meant can't be known.
 */
export function matchCells(
  base: readonly SummaryRow[],
  next: readonly SummaryRow[],
  despite: readonly DifferenceName[],
): MatchedCells {
  const ignored = despite.map((name) => FACTORS[name]);
  const names = factorNames([...base, ...next]).filter((name) => !ignored.includes(name));
  const key = (row: SummaryRow) => `${row.scenario}\n${row.metric}\n${keyOf(row, names)}`;
  const [first, second] = [base, next].map((rows) => unique(rows, key)) as [
    Map<string, SummaryRow>,
    Map<string, SummaryRow>,
  ];
  const pairs = [...first].flatMap(([name, row]) => {
    const partner = second.get(name);
    return partner === undefined ? [] : [{ base: row, next: partner }];
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.base, pair.next]));
  const without = (rows: readonly SummaryRow[], partners: readonly SummaryRow[], where: string) => {
    const known = new Set(partners.map(key));
    return rows
      .filter((row) => !paired.has(row))
      .map((row): LeftOut => ({ row, where: known.has(key(row)) ? 'has several partners' : where }));
  };
  return {
    pairs,
    leftOut: [...without(base, next, 'only in base'), ...without(next, base, 'only in new')],
  };
}

function unique(rows: readonly SummaryRow[], key: (row: SummaryRow) => string): Map<string, SummaryRow> {
  const groups = new Map<string, SummaryRow[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return new Map(
    [...groups].filter(([, group]) => group.length === 1).map(([name, group]) => [name, group[0]!]),
  );
}
