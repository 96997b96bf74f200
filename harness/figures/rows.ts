import { compareLevels, groupBy, levelOf, levelsOf } from '../cells/cell.js';
import { bootMediansOf, type SummaryRow } from '../cells/summary-row.js';
import { leastSquares } from '../stats/least-squares.js';
import type { FactorDeclaration, FactorName, LevelsFigure } from '../types.js';
import { cellPhrase, levelPhrase, levelText } from '../words/level-words.js';
import type { Scale } from '../words/scale.js';

/** What is drawn: a `cell` (its median and its interval or range over boots), one `boot` of it, or an end of a `fit`. */
export interface FigureRow {
  kind: 'cell' | 'boot' | 'fit';
  x: string | number;
  y: number;
  low: number;
  high: number;
  series: string;
  panel: string;
}

export interface FigureData {
  rows: FigureRow[];
  /** In the order in which they are to be drawn and listed. */
  series: string[];
  panels: string[];
  xs: (string | number)[];
}

/** Whether levels are amounts and stand on a measured axis; the levels of other factors are names. */
export function isAmount(name: FactorName, declared: readonly FactorDeclaration[]): boolean {
  if (name === 'possibleCpus' || name === 'memoryMb') return true;
  return declared.find((factor) => factor.name === name)?.kind === 'amount';
}

/** The cells of one figure as rows of plain data, scaled. A cell without a level of an amount on x is left out. */
export function figureData(
  spec: LevelsFigure,
  declared: readonly FactorDeclaration[],
  cells: readonly SummaryRow[],
  scale: Scale,
): FigureData {
  const amount = isAmount(spec.x, declared);
  const shown = cells.filter((cell) => levelOf(cell, spec.x) !== undefined || !amount);
  const ordered = groupBy(shown, spec.series)
    .map((group) => group[0]!)
    .sort((a, b) =>
      spec.series.reduce((order, name) => order || compareLevels(levelOf(a, name), levelOf(b, name)), 0),
    );
  const seriesOf = (cell: SummaryRow) => cellPhrase(cell, spec.series);
  const panelOf = (cell: SummaryRow) =>
    spec.panels ? levelPhrase(spec.panels, levelOf(cell, spec.panels)) : '';
  const xOf = (cell: SummaryRow) =>
    amount ? (levelOf(cell, spec.x) as number) : levelText(spec.x, levelOf(cell, spec.x));
  const rows = shown.flatMap((cell): FigureRow[] => {
    const place = { x: xOf(cell), series: seriesOf(cell), panel: panelOf(cell) };
    const scaled = (value: number) => value / scale.divisor;
    const boots = cell.boots > 1 ? bootMediansOf(cell) : [];
    const { low, high } =
      cell.interval.kind === 'interval' ? cell.interval : { low: cell.min, high: cell.max };
    return [
      { kind: 'cell', y: scaled(cell.median), low: scaled(low), high: scaled(high), ...place },
      ...boots.map(scaled).map((y): FigureRow => ({ kind: 'boot', y, low: y, high: y, ...place })),
    ];
  });
  if (spec.fit) rows.push(...fitRows(rows));
  return {
    rows: spec.yScale === 'log' ? rows.filter(({ low }) => low > 0) : rows,
    series: ordered.map(seriesOf),
    panels: spec.panels ? levelsOf(shown, spec.panels).map((level) => levelPhrase(spec.panels!, level)) : [],
    xs: levelsOf(shown, spec.x).map((level) => (amount ? (level as number) : levelText(spec.x, level))),
  };
}

/** The ends of each series' least-squares line through its medians; two levels determine it but do not test it. */
function fitRows(rows: readonly FigureRow[]): FigureRow[] {
  const lines = new Map<string, FigureRow[]>();
  for (const row of rows) {
    if (row.kind !== 'cell') continue;
    const key = JSON.stringify([row.series, row.panel]);
    lines.set(key, [...(lines.get(key) ?? []), row]);
  }
  return [...lines.values()].flatMap((line) => {
    if (new Set(line.map(({ x }) => x)).size < 2) return [];
    const { slope, intercept } = leastSquares(line.map(({ x, y }) => [Number(x), y]));
    const xs = line.map(({ x }) => Number(x));
    return [Math.min(...xs), Math.max(...xs)].map((x): FigureRow => {
      const y = intercept + slope * x;
      return { ...line[0]!, kind: 'fit', x, y, low: y, high: y };
    });
  });
}
