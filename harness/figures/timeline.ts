import type { TopLevelSpec } from 'vega-lite';
import { groupBy, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { Profile, TimelineFigure } from '../types.js';
import { cellPhrase } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { scaleFor } from '../words/scale.js';
import type { Figure, FigureScenario } from './figure.js';
import { extremesFinding, someFinding } from './finding.js';
import { figureGroups } from './groups.js';
import { figureFrame, PLOT_WIDTH } from './marks.js';
import { PALETTE } from './style.js';

/** Points of one line: about two a pixel. */
const MOST_POINTS = 1200;
const PANEL_HEIGHT = 84;

/** A raw metric in the order it was measured, the first boot of each cell, a panel a series. */
export function timelineFigures(
  spec: TimelineFigure,
  scenario: FigureScenario,
  rows: readonly SummaryRow[],
  profile: Profile,
): Figure[] {
  const drawn = rows.filter((row) => row.metric === spec.metric && matches(row, spec.where));
  return figureGroups(spec, scenario.name, drawn, spec.series).map(({ cells, title, name }) => {
    const { unit } = cells[0]!;
    const scale = scaleFor(Math.max(...cells.map(({ samples }) => largest(samples[0]!.values))), unit);
    const series = groupBy(cells, spec.series).map((group) => cellPhrase(group[0]!, spec.series));
    const data = cells.flatMap((cell) => {
      const { iterations, values } = cell.samples[0]!;
      const panel = cellPhrase(cell, spec.series);
      return latestOfEach(iterations, values).map(([iteration, value]) => ({
        panel,
        x: (iteration * spec.spacingNs[profile]) / 1e9,
        y: value / scale.divisor,
      }));
    });
    const metric = metricTitle(scenario.metrics, spec.metric);
    const caption = `${metric} in ${scale.label} over the s since the first`;
    const latest = cells.map((cell) => ({
      y: largest(cell.samples[0]!.values) / scale.divisor,
      words: cellPhrase(cell, spec.series),
    }));
    const method = [
      'Packet by packet: the first boot of each cell; of many packets in one pixel the latest is drawn.',
    ];
    const description = `${caption}. ${method.join(' ')} One panel each: ${series.join('; ')}.`;
    return {
      name,
      title,
      ...someFinding(extremesFinding(latest, scale.label)),
      ...{ description, caption, method },
      spec: {
        ...figureFrame({ title, description }, data),
        facet: {
          row: {
            field: 'panel',
            type: 'nominal',
            sort: series,
            title: scale.label,
            header: {
              labelOrient: 'top',
              labelAnchor: 'start',
              labelPadding: 2,
              labelFontWeight: 'normal',
              titleFontWeight: 'normal',
            },
          },
        },
        spacing: 8,
        spec: {
          width: PLOT_WIDTH,
          height: PANEL_HEIGHT,
          mark: { type: 'line', strokeWidth: 1, color: PALETTE[0]!, interpolate: 'linear' },
          encoding: {
            x: {
              field: 'x',
              type: 'quantitative',
              title: 'intended send time (s)',
              scale: { nice: false },
            },
            y: { field: 'y', type: 'quantitative', title: null, axis: { tickCount: 3 } },
          },
        },
      } as TopLevelSpec,
    };
  });
}

const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

/** At most `MOST_POINTS` points: of each run of neighbours the one with the largest value, so no stall is lost. */
function latestOfEach(iterations: readonly number[], values: readonly number[]): [number, number][] {
  const width = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  const points: [number, number][] = [];
  for (let start = 0; start < values.length; start += width) {
    let at = start;
    for (let i = start; i < Math.min(start + width, values.length); i += 1) {
      if (values[i]! > values[at]!) at = i;
    }
    points.push([iterations[at]!, values[at]!]);
  }
  return points;
}
