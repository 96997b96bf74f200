import type { TopLevelSpec } from 'vega-lite';
import { differing, factorNames } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { growths } from '../effects/scaling.js';
import type { SlopesFigure } from '../types.js';
import { boundsOf } from '../words/estimate-words.js';
import { cellPhrase, perState } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { scaleFor } from '../words/scale.js';
import type { Figure, FigureScenario } from './figure.js';
import { extremesFinding, someFinding } from './finding.js';
import { figureGroups } from './groups.js';
import { only } from './layers.js';
import { figureFrame, PLOT_WIDTH } from './marks.js';
import { PALETTE } from './style.js';

const ROW_HEIGHT = 44;

/** The slopes of one scaling side by side, a figure a clock; `rows` are those of the scenario. */
export function slopesFigures(
  spec: SlopesFigure,
  scenario: FigureScenario,
  rows: readonly SummaryRow[],
): Figure[] {
  const scaling = scenario.scalings.find(({ name }) => name === spec.scaling);
  if (scaling === undefined) throw new Error(`figure ${spec.name}: no scaling ${spec.scaling}`);
  const all = growths(scaling, rows);
  return figureGroups(
    spec,
    scenario.name,
    all.map(({ of }) => of),
    factorNames(rows),
  ).map(({ cells, title, name }) => {
    const here = all.filter(({ of }) => cells.includes(of));
    const { unit, clock } = here[0]!.of;
    const scale = scaleFor(Math.max(...here.map(({ slope }) => Math.abs(slope))), unit);
    const apart = differing(cells).filter((factor) => factor !== scaling.by);
    const data = here.flatMap(({ of, slope, interval, range, curves }) => {
      const series = cellPhrase(of, apart) || 'all';
      const { low, high } = boundsOf({ interval, range }, clock);
      const scaled = (value: number) => value / scale.divisor;
      return [
        { kind: 'slope', series, x: scaled(slope), low: scaled(low), high: scaled(high) },
        ...curves.map((curve) => ({ kind: 'boot', series, x: scaled(curve.slope), low: 0, high: 0 })),
      ];
    });
    const metric = metricTitle(scenario.metrics, scaling.metric);
    const sort = here.map(({ of }) => cellPhrase(of, apart) || 'all');
    const unitTitle = `${scale.label} ${perState(scaling.by)}`.trim();
    const slopesSaid = here.map(({ of, slope }) => ({
      y: slope / scale.divisor,
      words: cellPhrase(of, apart),
    }));
    const method = [
      'Slopes are by Theil–Sen, with their 95 % interval or, below six boots, from the smallest to the largest boot; small points ' +
        'are single boots.',
    ];
    const caption = `${metric}: ${unitTitle}`;
    const description = `${caption}. ${method.join(' ')} From the top: ${sort.join('; ')}.`;
    const x = {
      field: 'x',
      type: 'quantitative' as const,
      title: `slope (${unitTitle})`,
      scale: { zero: true },
    };
    const y = { field: 'series', type: 'nominal' as const, sort, title: null };
    return {
      name,
      title,
      ...someFinding(extremesFinding(slopesSaid, unitTitle)),
      ...{ description, caption, method },
      spec: {
        ...figureFrame({ title, description }, data),
        width: PLOT_WIDTH,
        height: ROW_HEIGHT * sort.length,
        layer: [
          {
            transform: only('slope'),
            mark: { type: 'rule', strokeWidth: 2, color: PALETTE[0]! },
            encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
          },
          {
            transform: only('boot'),
            mark: {
              type: 'point',
              filled: true,
              size: 22,
              opacity: 1,
              fillOpacity: 0.45,
              color: PALETTE[0]!,
            },
            encoding: { x, y },
          },
          {
            transform: only('slope'),
            mark: { type: 'point', filled: false, size: 110, strokeWidth: 2, color: PALETTE[0]! },
            encoding: { x, y },
          },
        ],
      } as TopLevelSpec,
    };
  });
}
