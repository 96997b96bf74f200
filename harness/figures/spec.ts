import type { TopLevelSpec } from 'vega-lite';
import { directLabels } from './direct-labels.js';
import { figureLayers, LEGENDS } from './layers.js';
import type { FigureData } from './rows.js';
import { HEIGHT, panelWidth, STYLE } from './style.js';

export interface FigureWords {
  title: string;
  description: string;
  /** Whether the levels on x are amounts. */
  isAmount: boolean;
  xTitle: string;
  yTitle: string;
  yScale: 'linear' | 'log';
}

/** The vega-lite specification of one figure, one panel or several side by side. Pure data. */
export function vegaLiteSpec(words: FigureWords, data: FigureData): TopLevelSpec {
  const amount = words.isAmount;
  const x = {
    field: 'x',
    type: amount ? ('quantitative' as const) : ('nominal' as const),
    title: words.xTitle,
    // Levels are few and chosen; a tick at each says more than round numbers between them.
    axis: amount ? { values: data.xs as number[], format: ',d' } : { labelAngle: 0 },
    // Padding in pixels keeps the marks of the first and last level off the frame.
    ...(amount ? { scale: { nice: false, padding: 12 } } : { sort: data.xs as string[] }),
  };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    title: words.yTitle,
    ...(words.yScale === 'log' ? { axis: { tickCount: 5 } } : {}),
    scale: { type: words.yScale, zero: words.yScale === 'linear' },
  };
  const labels = amount ? directLabels(data, words.yScale) : undefined;
  const panel = {
    width: panelWidth(Math.max(1, data.panels.length)) - (labels?.width ?? 0),
    height: HEIGHT,
    layer: figureLayers(x, y, data.series, lineKind(data, amount), labels?.ends),
    resolve: LEGENDS,
  };
  const common = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: words.title,
    description: words.description,
    data: { values: data.rows },
    config: STYLE,
  };
  if (data.panels.length === 0) return { ...common, ...panel };
  const column = { field: 'panel', type: 'nominal' as const, sort: data.panels, header: { title: null } };
  return { ...common, facet: { column }, spec: panel };
}

/** What lines are drawn through: the fit where there is one, else the medians; nothing lies between names. */
function lineKind({ rows }: FigureData, amount: boolean): 'cell' | 'fit' | null {
  if (!amount) return null;
  return rows.some(({ kind }) => kind === 'fit') ? 'fit' : 'cell';
}
