import {
  compareLevels,
  differing,
  groupBy,
  keyOf,
  type Level,
  levelOf,
  levelsOf,
  matches,
  withLevel,
} from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, type Table, type TableCell } from '../document/table.js';
import type { FactorName, Factors, ScenarioDescription, TableSpec } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { formatSpread, SPREAD_NOTE } from '../words/format.js';
import { cellPhrase, factorTitle, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';

type Scenario = Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>;

/**
 * The tables of one specification, in the order of the rows given. Clocks never share a table; nor do levels of a
 * factor that is neither in the rows nor in the columns. Metrics stand side by side where there is one
 * column combination, and have a table each where there are several. Nothing measured, no table.
 */
export function buildTables(spec: TableSpec, scenario: Scenario, summary: readonly SummaryRow[]): Table[] {
  const rows = summary.filter(
    (row) => row.scenario === scenario.name && spec.metrics.includes(row.metric) && matches(row, spec.where),
  );
  return groupBy(rows, ['clock']).flatMap((clock) =>
    metricGroups(spec, clock).flatMap((metrics) => {
      const cells = clock.filter((row) => metrics.includes(row.metric));
      const apart = splitters(cells, metrics, [spec.rows, ...spec.columns]);
      const alone = metrics.length < spec.metrics.length ? metrics : [];
      return groupBy(cells, apart).map((group) => buildTable(spec, scenario, metrics, group, alone, apart));
    }),
  );
}

function metricGroups({ metrics, columns }: TableSpec, rows: readonly SummaryRow[]): string[][] {
  const measured = metrics.filter((metric) => rows.some((row) => row.metric === metric));
  return groupBy(rows, columns).length > 1 ? measured.map((metric) => [metric]) : [measured];
}

/** Judged metric by metric: that one metric has a factor and another has not, need not part them. */
function splitters(
  rows: readonly SummaryRow[],
  metrics: readonly string[],
  used: FactorName[],
): FactorName[] {
  const found = new Set(metrics.flatMap((metric) => differing(rows.filter((row) => row.metric === metric))));
  return [...found].filter((name) => !used.includes(name));
}

function buildTable(
  spec: TableSpec,
  scenario: Scenario,
  metrics: readonly string[],
  cells: readonly SummaryRow[],
  alone: readonly string[],
  apart: readonly FactorName[],
): Table {
  const { clock } = cells[0]!;
  const titleOf = (name: string) => metricTitle(scenario.metrics, name);
  const combinations = groupBy(cells, spec.columns)
    .map((group) => group[0]!)
    .sort((a, b) => compareBy(a, b, spec.columns));
  const columns = metrics.flatMap((metric) => combinations.map((combination) => ({ metric, combination })));
  const index = new Map<string, TableCell>(
    cells.map((cell) => [
      `${cell.metric}\n${keyOf(cell, [spec.rows, ...spec.columns])}`,
      { text: formatSpread(cell), value: cell.median },
    ]),
  );
  const about = [...alone.map(titleOf), `${clockName(clock)}`, cellPhrase(cells[0]!, apart)].filter(
    (s) => s !== '',
  );
  return {
    name: fileName(
      scenario.name,
      spec.name,
      ...alone,
      clock,
      ...apart.map((name) => nameWord(name, cells[0]!)),
    ),
    title: `${spec.title}: ${about.join(', ')}`,
    columns: [
      { title: factorTitle(spec.rows, scenario.factors), align: 'right' },
      ...columns.map(({ metric, combination }) => ({
        title: columnTitle(combination, spec.columns, combinations.length > 1 ? [] : [titleOf(metric)]),
        align: 'right' as const,
      })),
    ],
    rows: levelsOf(cells, spec.rows).map((level) => [
      levelCell(spec.rows, level),
      ...columns.map(({ metric, combination }) => {
        const place = withLevel(combination, spec.rows, level);
        return index.get(`${metric}\n${keyOf(place, [spec.rows, ...spec.columns])}`) ?? '–';
      }),
    ]),
    note: SPREAD_NOTE,
  };
}

function levelCell(name: FactorName, level: Level): TableCell {
  const text = levelText(name, level);
  return typeof level === 'number' ? { text, value: level } : text;
}

function columnTitle(cell: Factors, names: readonly FactorName[], metrics: readonly string[]): string {
  return [...metrics, ...(names.length > 0 ? [cellPhrase(cell, names)] : [])].join(', ');
}

function compareBy(a: Factors, b: Factors, names: readonly FactorName[]): number {
  for (const name of names) {
    const order = compareLevels(levelOf(a, name), levelOf(b, name));
    if (order !== 0) return order;
  }
  return 0;
}

function nameWord(name: FactorName, cell: Factors): string {
  return `${name}-${levelOf(cell, name) ?? 'none'}`;
}
