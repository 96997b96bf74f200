import type { FactorName, FigureSpec } from '../types.js';
import { compareLevels, groupBy, levelsOf } from './cell.js';
import { cellPhrase, levelPhrase, levelText } from './level-words.js';
import type { Scale } from './scale.js';
import type { SummaryRow } from './summary-row.js';

/** What is drawn: a `cell` (its median and its range over boots) or one `boot` of it. */
export interface FigureRow {
  kind: 'cell' | 'boot';
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

/** Factors whose levels are amounts and stand on a measured axis; the levels of others are names. */
const AMOUNTS: ReadonlySet<FactorName> = new Set(['possibleCpus', 'memoryMb', 'namespaces', 'rules']);

export function isAmount(name: FactorName): boolean {
  return AMOUNTS.has(name);
}

/** The cells of one figure as rows of plain data, scaled. A cell without a level of an amount on x is left out. */
export function figureData(spec: FigureSpec, cells: readonly SummaryRow[], scale: Scale): FigureData {
  const shown = cells.filter((cell) => cell[spec.x] !== undefined || !isAmount(spec.x));
  const ordered = groupBy(shown, spec.series)
    .map((group) => group[0]!)
    .sort((a, b) => spec.series.reduce((order, name) => order || compareLevels(a[name], b[name]), 0));
  const seriesOf = (cell: SummaryRow) => cellPhrase(cell, spec.series);
  const panelOf = (cell: SummaryRow) => (spec.panels ? levelPhrase(spec.panels, cell[spec.panels]) : '');
  const xOf = (cell: SummaryRow) =>
    isAmount(spec.x) ? (cell[spec.x] as number) : levelText(spec.x, cell[spec.x]);
  const rows = shown.flatMap((cell): FigureRow[] => {
    const place = { x: xOf(cell), series: seriesOf(cell), panel: panelOf(cell) };
    const scaled = (value: number) => value / scale.divisor;
    const boots = cell.boots > 1 ? cell.bootMedians : [];
    return [
      { kind: 'cell', y: scaled(cell.median), low: scaled(cell.min), high: scaled(cell.max), ...place },
      ...boots.map(scaled).map((y): FigureRow => ({ kind: 'boot', y, low: y, high: y, ...place })),
    ];
  });
  return {
    rows: spec.yScale === 'log' ? rows.filter(({ low }) => low > 0) : rows,
    series: ordered.map(seriesOf),
    panels: spec.panels ? levelsOf(shown, spec.panels).map((level) => levelPhrase(spec.panels!, level)) : [],
    xs: levelsOf(shown, spec.x).map((level) =>
      isAmount(spec.x) ? (level as number) : levelText(spec.x, level),
    ),
  };
}
