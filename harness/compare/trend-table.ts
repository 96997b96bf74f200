import { applyingFactors } from '../cells/cell.js';
import { compareTexts } from '../cells/natural-order.js';
import { left, right, type Table } from '../document/table.js';
import { pWords } from '../words/effect-words.js';
import { formatValue } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import type { TrendChange, TrendSeries } from './trend-series.js';

/** Every change point, the latest first. */
export function trendTable(series: readonly TrendSeries[]): Table {
  const changes = series
    .flatMap((one) => one.changes.map((change) => ({ one, change })))
    .sort((a, b) => compareTexts(b.change.startedAt, a.change.startedAt));
  return {
    name: 'trend',
    title: 'Change points',
    columns: [
      left('since'),
      left('run'),
      left('scenario'),
      left('metric'),
      left('cell'),
      right('before'),
      right('after'),
      right('after / before'),
      right('p'),
    ],
    rows: changes.map(({ one, change }) => [change.startedAt, change.run, ...cellsOf(one, change)]),
    note:
      'e-divisive on the medians of the runs, 499 permutations, and beyond the threshold; p is adjusted for all cells: at most 5 % of ' +
      'trends without any change show one. Values are the ' +
      'medians of the stretches on both sides.',
  };
}

function cellsOf({ points }: TrendSeries, { before, after, p }: TrendChange) {
  const { row } = points[0]!;
  const value = (number: number) => ({ text: formatValue(number, row.unit), value: number });
  const ratio = after / before;
  const names = applyingFactors(row);
  return [
    row.scenario,
    row.metric,
    cellPhrase(row, names),
    value(before),
    value(after),
    Number.isFinite(ratio) ? { text: formatValue(ratio, 'ratio'), value: ratio } : 'none (divisor 0)',
    pWords(p),
  ];
}
