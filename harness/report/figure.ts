import type { TopLevelSpec } from 'vega-lite';
import type { FactorName, FigureSpec, ScenarioDescription } from '../types.js';
import { differing, groupBy, matches } from './cell.js';
import { figureData, isAmount } from './figure-rows.js';
import { vegaLiteSpec } from './figure-spec.js';
import { cellPhrase, factorTitle } from './level-words.js';
import { type Scale, scaleFor } from './scale.js';
import type { SummaryRow } from './summary-row.js';
import { fileName } from './table.js';

export interface Figure {
  /** Unique in a report and fit for a file name. */
  name: string;
  title: string;
  /** In place of the picture, for those who do not see it. */
  description: string;
  spec: TopLevelSpec;
}

/**
 * The figures of one specification. Lanes never share a figure; nor do levels of a factor that is
 * neither on x nor in the series nor in the panels. Nothing measured, no figure.
 */
export function buildFigures(
  spec: FigureSpec,
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'state'>,
  summary: readonly SummaryRow[],
): Figure[] {
  const rows = summary.filter(
    (row) => row.scenario === scenario.name && row.metric === spec.metric && matches(row, spec.where),
  );
  const used: FactorName[] = ['lane', spec.x, ...spec.series, ...(spec.panels ? [spec.panels] : [])];
  return groupBy(rows, ['lane']).flatMap((lane) => {
    const apart = differing(lane).filter((name) => !used.includes(name));
    return groupBy(lane, apart).map((cells) => buildFigure(spec, scenario, cells, apart));
  });
}

function buildFigure(
  spec: FigureSpec,
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'state'>,
  cells: readonly SummaryRow[],
  apart: readonly FactorName[],
): Figure {
  const { lane, unit } = cells[0]!;
  const scale = scaleFor(Math.max(...cells.map(({ max }) => Math.abs(max))), unit, lane);
  const data = figureData(spec, cells, scale);
  const metric = scenario.metrics.find(({ name }) => name === spec.metric)?.title ?? spec.metric;
  const about = [`${lane} lane`, cellPhrase(cells[0]!, apart)].filter((words) => words !== '').join(', ');
  const title = `${spec.title} (${about})`;
  const words = {
    title,
    description: describe(spec, metric, data.series, scale),
    x: spec.x,
    xTitle: spec.x === scenario.state.name ? scenario.state.title : factorTitle(spec.x),
    yTitle: scale.label === '' ? metric : `${metric} (${scale.label})`,
    yScale: spec.yScale ?? 'linear',
  };
  const place = apart.map((name) => `${name}-${cells[0]![name] ?? 'none'}`);
  return {
    name: fileName(scenario.name, spec.name, lane, ...place),
    title,
    description: words.description,
    spec: vegaLiteSpec(words, data),
  };
}

function describe(spec: FigureSpec, metric: string, series: readonly string[], { label }: Scale): string {
  const lines = series.some((name) => name !== '') ? ` One line each: ${series.join('; ')}.` : '';
  const log = spec.yScale === 'log' ? ' The vertical axis is logarithmic; values of 0 are not drawn.' : '';
  return (
    `${metric}${label === '' ? '' : ` in ${label}`} by ${factorTitle(spec.x)}. ${isAmount(spec.x) ? 'Lines join' : 'Marks show'} the medians of the boots’ ` +
    `medians, bars reach from the smallest to the largest boot, small points are single boots.${lines}${log}`
  );
}
