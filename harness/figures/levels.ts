import { matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { LevelsFigure } from '../types.js';
import { factorTitle, levelPhrase, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { type Scale, scaleFor } from '../words/scale.js';
import type { Figure, FigureScenario } from './figure.js';
import { extremesFinding, type Span, someFinding, spanFinding } from './finding.js';
import { figureGroups } from './groups.js';
import { axisTitle } from './marks.js';
import { type FigureData, type FigureRow, figureData, isAmount } from './rows.js';
import { vegaLiteSpec } from './spec.js';

/** A metric by level, a figure for each clock; `rows` are those of the scenario. */
export function levelsFigures(
  spec: LevelsFigure,
  scenario: FigureScenario,
  rows: readonly SummaryRow[],
): Figure[] {
  const drawn = rows.filter((row) => row.metric === spec.metric && matches(row, spec.where));
  const shown = [spec.x, ...spec.series, ...(spec.panels ? [spec.panels] : [])];
  return figureGroups(spec, scenario.name, drawn, shown).map(({ cells, title, name }) => {
    const { unit } = cells[0]!;
    const scale = scaleFor(Math.max(...cells.map(({ max }) => Math.abs(max))), unit);
    const data = figureData(spec, scenario.factors, cells, scale);
    const metric = metricTitle(scenario.metrics, spec.metric);
    const words = {
      title,
      ...describe(spec, scenario, data.series, scale),
      isAmount: isAmount(spec.x, scenario.factors),
      xTitle: factorTitle(spec.x, scenario.factors),
      yTitle: axisTitle(metric, scale),
      yScale: spec.yScale ?? 'linear',
    };
    const { description, method } = words;
    const finding = findingOf(spec, words.isAmount, data, scale);
    return {
      name,
      title,
      ...finding,
      description,
      caption: words.yTitle,
      method,
      spec: vegaLiteSpec(words, data),
    };
  });
}

/** Along an amount, the line that changes most; of names, the largest and the smallest. */
function findingOf(
  spec: LevelsFigure,
  isAmount: boolean,
  { rows }: FigureData,
  { label }: Scale,
): Pick<Figure, 'finding'> {
  const cells = rows.filter(({ kind }) => kind === 'cell');
  const joined = (...words: string[]) => words.filter((word) => word !== '').join(', ');
  const seriesOf = ({ series, panel }: FigureRow) => joined(series, panel);
  if (!isAmount) {
    const said = cells.map((row) => ({
      y: row.y,
      words: joined(String(row.x), seriesOf(row)),
    }));
    return someFinding(extremesFinding(said, label));
  }
  const spans = [...new Set(cells.map(seriesOf))].flatMap((name): Span[] => {
    const line = cells.filter((row) => seriesOf(row) === name).sort((a, b) => Number(a.x) - Number(b.x));
    const [first, ...others] = line;
    const last = others.at(-1);
    if (first === undefined || last === undefined) return [];
    return [
      {
        from: { y: first.y, words: levelText(spec.x, first.x) },
        to: { y: last.y, words: levelPhrase(spec.x, last.x) },
        series: name,
      },
    ];
  });
  return someFinding(spanFinding(spans, label));
}

function describe(
  spec: LevelsFigure,
  { metrics, factors }: FigureScenario,
  series: readonly string[],
  { label }: Scale,
): { description: string; method: string[] } {
  const metric = metricTitle(metrics, spec.metric);
  const amount = isAmount(spec.x, factors);
  const lines = series.some((name) => name !== '') ? ` One line each: ${series.join('; ')}.` : '';
  const log = spec.yScale === 'log' ? ['The vertical axis is logarithmic; values of 0 are not drawn.'] : [];
  const marks = !amount
    ? 'Marks show the medians of the boots’ medians'
    : spec.fit
      ? 'Marks show the medians of the boots’ medians, lines are fitted to them by least squares'
      : 'Lines join the medians of the boots’ medians';
  const drawn =
    `${marks}, bars reach over the 95 % interval, or from the smallest to the largest boot where there are too few boots for one, ` +
    'small points are single boots.';
  const by = `${metric}${label === '' ? '' : ` in ${label}`} by ${factorTitle(spec.x, factors)}`;
  return { description: [`${by}. ${drawn}${lines}`, ...log].join(' '), method: [drawn, ...log] };
}
