import type { SummaryRow } from '../cells/summary-row.js';
import { formatSpread, spreadIn } from './format.js';
import { type Scale, sharedScale } from './scale.js';

/** How cells of one metric are printed below one title. */
export interface SharedUnit {
  title: string;
  text: (row: SummaryRow) => string;
}

/** `time (ms)`; the title alone without a unit. */
export const inUnit = (title: string, label: string): string =>
  label === '' ? title : `${title} (${label})`;

/** The unit once, in the title, where one suits all of the cells; else each cell says its own. Cells of one metric, at least one. */
export function sharedUnit(title: string, cells: readonly SummaryRow[]): SharedUnit {
  const medians = cells.map(({ median }) => median);
  const scale: Scale | undefined = sharedScale(medians, cells[0]!.unit);
  if (scale === undefined) return { title, text: formatSpread };
  return { title: inUnit(title, scale.label), text: (row) => spreadIn(row, scale) };
}
