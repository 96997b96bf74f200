import type { TopLevelSpec } from 'vega-lite';
import { differing, factorNames, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type ComparedCell, compareTreatments } from '../effects/comparison.js';
import { median } from '../stats/median.js';
import type { BeforeAfterFigure, ComparisonSpec } from '../types.js';
import { cellPhrase } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { scaleFor } from '../words/scale.js';
import type { Figure, FigureScenario } from './figure.js';
import { someFinding, spanFinding } from './finding.js';
import { figureGroups } from './groups.js';
import { LEGENDS, only, seriesChannels } from './layers.js';
import { axisTitle, figureFrame, PLOT_HEIGHT, PLOT_WIDTH } from './marks.js';

/** A slope plot for each clock: what one change did to every boot, cell by cell. */
export function beforeAfterFigures(
  spec: BeforeAfterFigure,
  scenario: FigureScenario,
  rows: readonly SummaryRow[],
): Figure[] {
  const comparison = scenario.comparisons.find(({ name }) => name === spec.comparison);
  if (comparison === undefined) throw new Error(`figure ${spec.name}: no comparison ${spec.comparison}`);
  const cells = compareTreatments(comparison, spec.metric, rows);
  const { by } = comparison;
  const levels = spec.levels ?? [Math.max(...cells.map(({ before }) => Number(levelOf(before, by) ?? 0)))];
  const drawn = cells.filter(({ before }) => levels.includes(Number(levelOf(before, by))));
  return figureGroups(
    spec,
    scenario.name,
    drawn.map(({ before }) => before),
    factorNames(rows),
  ).map((group) =>
    draw(
      spec,
      comparison,
      scenario,
      group,
      drawn.filter(({ before }) => group.cells.includes(before)),
    ),
  );
}

function draw(
  spec: BeforeAfterFigure,
  comparison: ComparisonSpec,
  scenario: FigureScenario,
  { title, name }: { title: string; name: string },
  cells: readonly ComparedCell[],
): Figure {
  const { unit } = cells[0]!.before;
  const scale = scaleFor(Math.max(...cells.map(({ before }) => before.max)), unit);
  const named = [...new Set([...Object.keys(comparison.before), ...Object.keys(comparison.after)])];
  const sides = [cellPhrase(cells[0]!.before, named), cellPhrase(cells[0]!.after, named)];
  const apart = differing(cells.map(({ before }) => before)).filter((factor) => !named.includes(factor));
  const series = cells.map(({ before }) => cellPhrase(before, apart));
  const rows = cells.map((cell, i) => rowsOf(cell, sides, series[i]!, scale.divisor));
  const data = rows.flat();
  // The two medians come first.
  const spans = rows.map(([from, to], i) => ({
    from: { y: from!.y, words: sides[0]! },
    to: { y: to!.y, words: sides[1]! },
    series: series[i]!,
  }));
  const metric = metricTitle(scenario.metrics, spec.metric);
  const method = ['Thick lines join the medians, thin lines single boots.'];
  const description =
    `${metric} in ${scale.label}, from ${sides[0]} to ${sides[1]}. ${method.join(' ')}` +
    (apart.length > 0 ? ` One colour each: ${series.join('; ')}.` : '');
  const x = {
    field: 'side',
    type: 'nominal' as const,
    sort: sides,
    title: null,
    axis: { labelAngle: 0 },
    scale: { padding: 0.3 },
  };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    title: axisTitle(metric, scale),
    scale: { type: spec.yScale ?? ('linear' as const), zero: spec.yScale !== 'log' },
  };
  const { color, shape } = seriesChannels(series);
  return {
    name,
    title,
    ...someFinding(spanFinding(spans, scale.label)),
    description,
    caption: axisTitle(metric, scale),
    method,
    spec: {
      ...figureFrame({ title, description }, spec.yScale === 'log' ? data.filter((row) => row.y > 0) : data),
      width: PLOT_WIDTH,
      height: PLOT_HEIGHT,
      layer: [
        {
          transform: only('boot'),
          mark: { type: 'line', strokeWidth: 1, strokeOpacity: 0.4 },
          encoding: { x, y, color, detail: { field: 'boot' } },
        },
        { transform: only('cell'), mark: { type: 'line', strokeWidth: 2.5 }, encoding: { x, y, color } },
        {
          transform: only('cell'),
          mark: { type: 'point', filled: false, strokeWidth: 2, opacity: 1, size: 80 },
          encoding: { x, y, color, shape },
        },
      ],
      resolve: LEGENDS,
    } as TopLevelSpec,
  };
}

interface Row {
  kind: 'cell' | 'boot';
  side: string;
  y: number;
  series: string;
  boot: string;
}

function rowsOf(
  { before, after, design }: ComparedCell,
  sides: readonly string[],
  series: string,
  divisor: number,
): Row[] {
  const ends = [before, after].map(({ samples }, i) => ({ samples, side: sides[i]! }));
  const middle = ends.map(
    ({ samples, side }): Row => ({
      kind: 'cell',
      side,
      y: median(samples.map((boot) => boot.median)) / divisor,
      series,
      boot: 'all',
    }),
  );
  if (design === 'independent') return middle;
  const boots = ends.flatMap(({ samples, side }) =>
    samples.map(
      (boot): Row => ({
        kind: 'boot',
        side,
        y: boot.median / divisor,
        series,
        boot: `${boot.run} ${boot.trial}`,
      }),
    ),
  );
  return [...middle, ...boots];
}
