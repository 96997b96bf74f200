import type { Scale } from '../words/scale.js';
import { seriesChannels } from './layers.js';
import { HEIGHT, STYLE, WIDTH } from './style.js';

/** What every figure has around its marks. */
export function figureFrame(
  words: { title: string | string[]; description: string },
  rows: readonly object[],
) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: words.title,
    description: words.description,
    data: { values: [...rows] },
    config: STYLE,
  };
}

/** Room that an axis with a title takes beside a plot. */
const AXIS_WIDTH = 96;

export const PLOT_WIDTH = WIDTH - AXIS_WIDTH;
export const PLOT_HEIGHT = HEIGHT;

/** Colour and dash alone, for lines without marks. */
export function lineChannels(series: readonly string[]) {
  const { color, strokeDash } = seriesChannels(series);
  return { color, strokeDash };
}

/** A metric with the unit of its axis. */
export function axisTitle(metric: string, { label }: Scale): string {
  return label === '' ? metric : `${metric} (${label})`;
}
