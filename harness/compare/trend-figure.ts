import type { TopLevelSpec } from 'vega-lite';
import { applyingFactors, levelOf } from '../cells/cell.js';
import { fileName } from '../document/table.js';
import type { Figure } from '../figures/figure.js';
import { only } from '../figures/layers.js';
import { axisTitle, figureFrame, PLOT_HEIGHT, PLOT_WIDTH } from '../figures/marks.js';
import { PALETTE } from '../figures/style.js';
import { cellPhrase } from '../words/level-words.js';
import { scaleFor } from '../words/scale.js';
import type { TrendSeries } from './trend-series.js';

/** One cell over the runs: median, smallest and largest boot, and a rule where it changed. */
export function trendFigure({ points, changes }: TrendSeries): Figure {
  const { row } = points[0]!;
  const { scenario, metric, unit } = row;
  const scale = scaleFor(Math.max(...points.map((point) => Math.abs(point.row.max))), unit);
  const names = applyingFactors(row);
  const phrase = cellPhrase(row, names);
  const scaled = (value: number) => value / scale.divisor;
  const data = points.map((point, i) => ({
    kind: 'run',
    x: i + 1,
    y: scaled(point.row.median),
    low: scaled(point.row.min),
    high: scaled(point.row.max),
  }));
  const rules = changes.map(({ index }) => ({ kind: 'change', x: index + 0.5, y: 0, low: 0, high: 0 }));
  const title = `${metric} of ${scenario}, run by run`;
  const since = changes.map((change) => `${change.startedAt} (${change.run})`).join('; ');
  const description =
    `${metric} in ${scale.label || 'its own unit'} by run in order of time, ${phrase}; bars from the smallest to the largest boot. ` +
    (since === '' ? 'No change point.' : `Vertical rules: changes since ${since}.`);
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    title: 'run, in order of time',
    scale: { nice: false, padding: 12 },
    axis: { tickMinStep: 1, format: 'd' },
  };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    title: axisTitle(metric, scale),
    scale: { zero: true },
  };
  return {
    name: fileName(scenario, metric, ...names.map((name) => `${name}-${levelOf(row, name)}`)),
    title: `${title} (${phrase})`,
    description,
    spec: {
      ...figureFrame({ title: [title, phrase], description }, [...data, ...rules]),
      width: PLOT_WIDTH,
      height: PLOT_HEIGHT,
      layer: [
        {
          transform: only('change'),
          mark: { type: 'rule', strokeWidth: 1.5, strokeDash: [6, 4], color: PALETTE[1]! },
          encoding: { x },
        },
        {
          transform: only('run'),
          mark: { type: 'rule', strokeWidth: 1.5, strokeOpacity: 0.8, color: PALETTE[0]! },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          transform: only('run'),
          mark: {
            type: 'line',
            strokeWidth: 1.5,
            color: PALETTE[0]!,
            point: { size: 50, color: PALETTE[0]! },
          },
          encoding: { x, y },
        },
      ],
    } as TopLevelSpec,
  };
}
