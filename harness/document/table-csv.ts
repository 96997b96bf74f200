import { csvText } from './csv-text.js';
import { rowTexts, type Table } from './table.js';

/** The table's columns and rows as CSV, as printed (words and units included); title and note are left out. */
export function tableCsv(table: Table): string {
  return csvText([table.columns.map(({ title }) => title), ...rowTexts(table)]);
}
