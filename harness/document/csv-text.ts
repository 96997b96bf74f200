import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** What a terminal may obey; tab and line ends mean something in CSV. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+/g;
const NUMBER = /^[+-]?\d[\d.,]*(e[+-]?\d+)?$/i;

/**
 * Pure: a cell that people may open in a spreadsheet. What would be run there as a formula gets an apostrophe, which spreadsheets
 * take for "this is text"; numbers stay numbers.
 */
export function spreadsheetCell(cell: string): string {
  const text = cell.replace(CONTROL, ' ');
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Pure: lines of CSV, for programs and for people with spreadsheets. */
export const csvText = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map((record) => record.map(spreadsheetCell)),
    { record_delimiter: '\n' },
  );
