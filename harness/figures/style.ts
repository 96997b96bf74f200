import type { Config } from 'vega-lite';

/**
 * Okabe and Ito's palette, which colour-blind readers can tell apart, without its yellow (too pale on
 * white) and with black last. Source: Okabe and Ito, "Color Universal Design" (2008).
 */
export const PALETTE = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];

/** One more than colours, so that a colour that comes round again comes with another shape. */
export const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];

/**
 * Dashes of lines and areas of marks (square pixels), for series that lie on one another, as a control lies
 * on what it controls: through the gaps and around the smaller marks the ones below can be seen.
 */
export const DASHES = [
  [1, 0],
  [8, 4],
  [3, 3],
  [12, 3, 3, 3],
  [6, 8],
  [1, 4],
];
export const SIZES = [190, 130, 90, 60, 36];

/** Pixels of the whole figure, whatever the number of panels. */
export const WIDTH = 700;
export const HEIGHT = 320;

/** Room for the y axis and its title. */
const AXIS_WIDTH = 96;
const PANEL_GAP = 16;

export function panelWidth(panels: number): number {
  return Math.floor((WIDTH - AXIS_WIDTH - PANEL_GAP * (panels - 1)) / panels);
}

/** As many legend columns as the longest name leaves room for; vega reckons 9.6 pixels a letter at this size. */
export function legendColumns(names: readonly string[]): number {
  const longest = Math.max(0, ...names.map((name) => name.length));
  return Math.max(1, Math.min(4, Math.floor(WIDTH / (longest * 9.6 + 36))));
}

export const STYLE: Config = {
  background: 'white',
  // Rows have no other numbers than finite ones: vega-lite's questions for each of them are an eighth of a figure's time.
  mark: { invalid: null },
  font: 'DejaVu Sans, Verdana, Arial, sans-serif',
  title: { fontSize: 15, anchor: 'start', offset: 14, fontWeight: 'bold' },
  axis: {
    labelFontSize: 12,
    labelLimit: 0,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    gridColor: '#e4e4e4',
    titlePadding: 8,
  },
  axisX: { grid: false, labelOverlap: 'greedy', labelSeparation: 6 },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    labelFontSize: 12,
    labelLimit: 0,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    symbolSize: 90,
    symbolStrokeWidth: 2,
    symbolOpacity: 1,
  },
  header: { labelFontSize: 13, titleFontSize: 13, labelFontWeight: 'bold' },
  facet: { spacing: PANEL_GAP },
  view: { stroke: '#bbbbbb' },
};
