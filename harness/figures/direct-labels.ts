import type { FigureData, FigureRow } from './rows.js';
import { HEIGHT, WIDTH } from './style.js';

/** Series that a reader tells apart by a name beside each line; of more, names would be too many to place. */
const MOST_SERIES = 4;

/** Pixels of one letter of a label, and of the least distance between two labels. */
const LETTER = 7.2;
const LINE = 16;

/** The share of the figure's width that labels may take from the plot. */
const MOST_WIDTH = 0.3;

/** Names of series that stand beside their lines' ends, in place of a legend. */
export interface DirectLabels {
  /** The end of each line: its name is drawn there. */
  ends: FigureRow[];
  /** Pixels that the longest takes. */
  width: number;
}

/**
 * Where each series of a plot on a measured axis can be named at the end of its line. Undefined where names would not fit: several panels,
 * too many or too long names, no end at the last level, or ends that lie too close together.
 */
export function directLabels(
  { rows, series, panels, xs }: FigureData,
  yScale: 'linear' | 'log',
): DirectLabels | undefined {
  if (panels.length > 0 || series.length < 2 || series.length > MOST_SERIES) return undefined;
  const cells = rows.filter(({ kind }) => kind === 'cell');
  const last = Math.max(...xs.map(Number));
  const ends = series.flatMap((name) =>
    cells.filter((row) => row.series === name && row.x === last).slice(0, 1),
  );
  const width = Math.ceil(Math.max(...series.map((name) => name.length)) * LETTER);
  if (ends.length < series.length || width > MOST_WIDTH * WIDTH) return undefined;
  const place = (y: number) => (yScale === 'log' ? Math.log(y) : y);
  const all = rows.flatMap(({ low, high }) => [place(low), place(high)]);
  const bottom = yScale === 'log' ? Math.min(...all) : Math.min(0, ...all);
  const pixels = (y: number) => ((place(y) - bottom) / (Math.max(...all) - bottom)) * HEIGHT;
  const heights = ends.map(({ y }) => pixels(y)).sort((a, b) => a - b);
  const fits = heights.every((height, i) => i === 0 || height - heights[i - 1]! >= LINE);
  return fits ? { ends, width } : undefined;
}
