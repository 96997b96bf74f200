import type { TopLevelSpec } from 'vega-lite';
import { groupBy, levelOf, levelsOf, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { latencyHistogram } from '../stats/latency-histogram.js';
import type { PercentilesFigure } from '../types.js';
import { cellPhrase, levelPhrase } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { scaleFor } from '../words/scale.js';
import type { Figure, FigureScenario } from './figure.js';
import { extremesFinding, someFinding } from './finding.js';
import { figureGroups } from './groups.js';
import { axisTitle, figureFrame, lineChannels, PLOT_HEIGHT } from './marks.js';
import { panelWidth } from './style.js';

/** Ends of the axis 1 / (1 − share): 0 %, 90 %, 99 %, 99.9 %, 99.99 %. */
const TICKS = [1, 10, 100, 1000, 10_000, 100_000];

/**
 * The distribution of a raw metric as HdrHistogram draws it, a line a boot: iterations are never pooled over
 * boots. `rows` are those of the scenario.
 */
export function percentileFigures(
  spec: PercentilesFigure,
  scenario: FigureScenario,
  rows: readonly SummaryRow[],
): Figure[] {
  const drawn = rows.filter((row) => row.metric === spec.metric && matches(row, spec.where));
  const shown = [...spec.series, ...(spec.panels ? [spec.panels] : [])];
  return figureGroups(spec, scenario.name, drawn, shown).map(({ cells, title, name }) => {
    const { unit } = cells[0]!;
    const histograms = cells.flatMap((cell) =>
      cell.samples.map((boot) => ({ cell, boot, histogram: latencyHistogram(boot.values) })),
    );
    const largest = Math.max(...histograms.map(({ histogram }) => histogram.maxNs));
    const scale = scaleFor(largest, unit);
    const series = groupBy(cells, spec.series).map((group) => cellPhrase(group[0]!, spec.series));
    const panels = spec.panels
      ? levelsOf(cells, spec.panels).map((level) => levelPhrase(spec.panels!, level))
      : [];
    const data = histograms.flatMap(({ cell, boot, histogram }) =>
      histogram.percentiles.map(({ share, valueNs }) => ({
        series: cellPhrase(cell, spec.series),
        panel: spec.panels ? levelPhrase(spec.panels, levelOf(cell, spec.panels)) : '',
        boot: `${boot.run} ${boot.trial}`,
        // The last point's share is 1; it stands where one value in all would.
        x: Math.min(1 / (1 - share), histogram.count),
        y: valueNs / scale.divisor,
      })),
    );
    const most = Math.max(...histograms.map(({ histogram }) => histogram.count));
    const metric = metricTitle(scenario.metrics, spec.metric);
    const caption = `${metric} in ${scale.label} by percentile`;
    const latest = groupBy(cells, shown).map((group) => ({
      y:
        Math.max(
          ...histograms.filter(({ cell }) => group.includes(cell)).map(({ histogram }) => histogram.maxNs),
        ) / scale.divisor,
      words: cellPhrase(group[0]!, shown),
    }));
    const method = [
      'The axis of percentiles is that of HdrHistogram: each step to the right is ten times rarer. A line a boot.',
    ];
    const description = `${caption}. ${method.join(' ')} One colour each: ${series.join('; ')}.`;
    const panel = {
      width: panelWidth(Math.max(1, panels.length)),
      height: PLOT_HEIGHT,
      mark: { type: 'line' as const, strokeWidth: 1.5, strokeOpacity: 0.8 },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative' as const,
          title: 'percentile',
          scale: { type: 'log' as const, nice: false },
          axis: {
            values: TICKS.filter((tick) => tick <= most),
            labelExpr: "format(100 - 100 / datum.value, '.5~f') + ' %'",
            labelOverlap: 'greedy' as const,
          },
        },
        y: {
          field: 'y',
          type: 'quantitative' as const,
          title: axisTitle(metric, scale),
          scale: { type: 'log' as const },
          axis: { tickCount: 5 },
        },
        ...lineChannels(series),
        detail: { field: 'boot' },
      },
    };
    const frame = figureFrame(
      { title, description },
      data.filter(({ y }) => y > 0),
    );
    const resolve = { legend: { strokeDash: 'independent' } };
    return {
      name,
      title,
      ...someFinding(extremesFinding(latest, scale.label)),
      ...{ description, caption, method },
      spec: (panels.length < 2
        ? { ...frame, ...panel, resolve }
        : {
            ...frame,
            facet: { column: { field: 'panel', type: 'nominal', sort: panels, header: { title: null } } },
            spec: panel,
            resolve,
          }) as TopLevelSpec,
    };
  });
}
