import {
  compareLevels,
  differing,
  groupBy,
  keyOf,
  levelOf,
  levelsOf,
  matches,
  withLevel,
} from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type Column, fileName, left, right, type Table, type TableCell } from '../document/table.js';
import type { FactorName, Factors, ScenarioDescription, TableSpec } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { SPREAD_NOTE } from '../words/format.js';
import { cellPhrase, factorTitle, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { inUnit, sharedUnit } from '../words/shared-unit.js';

type Scenario = Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>;

/** Combinations of levels that stand side by side at most: more of them make lines, for no screen is as wide. */
const MOST_COLUMNS = 8;

/**
 * One table a clock. One metric has a column for each combination of the other factors, kernels among them, as long as they
 * fit side by side. Several metrics have a column each, and a line for each combination of which there are several.
 * Nothing measured, no table.
 */
export function buildTables(spec: TableSpec, scenario: Scenario, summary: readonly SummaryRow[]): Table[] {
  const rows = summary.filter(
    (row) => row.scenario === scenario.name && spec.metrics.includes(row.metric) && matches(row, spec.where),
  );
  return groupBy(rows, ['clock']).flatMap((clock) => {
    const groups = alikeMetrics(spec, clock);
    return groups.map((metrics) =>
      buildTable(
        spec,
        scenario,
        clock.filter(({ metric }) => metrics.includes(metric)),
        groups.length > 1 ? metrics : [],
      ),
    );
  });
}

/**
 * The measured metrics of a table in groups that can share its lines: those to which the same factors apply, of the factors that tell
 * cells apart.
 */
function alikeMetrics({ metrics, rows }: TableSpec, cells: readonly SummaryRow[]): string[][] {
  const of = (metric: string) => cells.filter((cell) => cell.metric === metric);
  const apart = [...new Set(metrics.flatMap((metric) => differing(of(metric))))].filter(
    (name) => name !== rows,
  );
  const groups = new Map<string, string[]>();
  for (const metric of metrics) {
    const mine = of(metric);
    if (mine.length === 0) continue;
    const applying = apart.filter((name) => mine.some((cell) => levelOf(cell, name) !== undefined));
    groups.set(applying.join(), [...(groups.get(applying.join()) ?? []), metric]);
  }
  return [...groups.values()];
}

/** @param named the metrics of the table, where the specification makes several tables of a clock */
function buildTable(
  spec: TableSpec,
  scenario: Scenario,
  cells: readonly SummaryRow[],
  named: readonly string[],
): Table {
  const { clock } = cells[0]!;
  const layout = layoutOf(spec, scenario, cells);
  const lines = sorted(cells, layout.keys);
  const values = layout.columns.map((column) => valueColumn(column, lines));
  const about = [clockName(clock), layout.constant].filter((words) => words !== '');
  return {
    name: fileName(scenario.name, spec.name, ...named.slice(0, 1), clock),
    title: `${spec.title}: ${about.join(', ')}`,
    columns: [
      ...layout.keys.map((name) => keyColumn(name, lines, scenario)),
      ...values.map(({ head }) => head),
    ],
    rows: lines.map((line, i) => [
      ...layout.keys.map((name) => levelCell(name, line)),
      ...values.map(({ body }) => body[i]!),
    ]),
    note: SPREAD_NOTE,
  };
}

interface Layout {
  /** The factors that tell lines apart, the table's own first. */
  keys: FactorName[];
  columns: { title: string; of: (line: SummaryRow) => SummaryRow | undefined }[];
  /** What all of the table has in common and no column says. */
  constant: string;
}

function layoutOf(spec: TableSpec, scenario: Scenario, cells: readonly SummaryRow[]): Layout {
  const metrics = spec.metrics.filter((metric) => cells.some((cell) => cell.metric === metric));
  const apart = metrics.flatMap((metric) => differing(cells.filter((cell) => cell.metric === metric)));
  const others = [...new Set([...spec.columns, ...apart])].filter((name) => name !== spec.rows);
  const combinations = sorted(cells, others);
  const index = new Map(
    cells.map((cell) => [`${cell.metric}\n${keyOf(cell, [spec.rows, ...others])}`, cell]),
  );
  const find = (metric: string, place: Factors): SummaryRow | undefined =>
    index.get(`${metric}\n${keyOf(place, [spec.rows, ...others])}`);
  const titles = metrics.map((metric) => metricTitle(scenario.metrics, metric));
  if (combinations.length > 1 && (metrics.length > 1 || combinations.length > MOST_COLUMNS)) {
    const several = others.filter((name) => levelsOf(cells, name).length > 1);
    const alike = others.filter((name) => !several.includes(name));
    return {
      keys: [spec.rows, ...several],
      columns: metrics.map((metric, i) => ({ title: titles[i]!, of: (line) => find(metric, line) })),
      constant: alike.length === 0 ? '' : cellPhrase(cells[0]!, alike),
    };
  }
  return {
    keys: [spec.rows],
    columns: metrics.flatMap((metric, i) =>
      combinations.map((combination) => ({
        title: columnTitle(combination, others, combinations.length > 1 ? [] : [titles[i]!]),
        of: (line: SummaryRow) => find(metric, withLevel(combination, spec.rows, levelOf(line, spec.rows))),
      })),
    ),
    constant: metrics.length < spec.metrics.length && combinations.length > 1 ? titles[0]! : '',
  };
}

/** One of the cells for each combination of levels, in the order of levels. */
const sorted = (cells: readonly SummaryRow[], names: readonly FactorName[]): SummaryRow[] =>
  groupBy(cells, names)
    .map((group) => group[0]!)
    .sort(
      (a, b) => names.map((name) => compareLevels(levelOf(a, name), levelOf(b, name))).find(Boolean) ?? 0,
    );

/** Its unit once, in the header, where one suits all of its values. */
function valueColumn({ title, of }: Layout['columns'][number], lines: readonly SummaryRow[]) {
  const cells = lines.map(of);
  const found = cells.filter((cell) => cell !== undefined);
  const [first] = found;
  // A combination of levels at which nothing was measured.
  if (first === undefined)
    return { head: { ...right(title), baseTitle: title }, body: cells.map((): TableCell => '–') };
  const shared = sharedUnit(title, found);
  const base = first.unit === 'ns' || first.unit === 'kB' ? first.unit : '';
  const head: Column = { ...right(shared.title), baseTitle: inUnit(title, base) };
  const body = cells.map(
    (cell): TableCell => (cell === undefined ? '–' : { text: shared.text(cell), value: cell.median }),
  );
  return { head, body };
}

function keyColumn(name: FactorName, lines: readonly SummaryRow[], { factors }: Scenario): Column {
  const ofNumbers = lines.some((line) => typeof levelOf(line, name) === 'number');
  return (ofNumbers ? right : left)(factorTitle(name, factors));
}

function levelCell(name: FactorName, line: SummaryRow): TableCell {
  const level = levelOf(line, name);
  const text = levelText(name, level);
  return typeof level === 'number' ? { text, value: level } : text;
}

const columnTitle = (cell: Factors, names: readonly FactorName[], metrics: readonly string[]): string =>
  [...metrics, ...(names.length > 0 ? [cellPhrase(cell, names)] : [])].join(', ');
