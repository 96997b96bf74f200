import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d[\d.,]*(e[+-]?\d+)?$/i;

/**
 * Pure: a cell that people may open in a spreadsheet. What would be run there as a formula gets an apostrophe, which spreadsheets
 * take for "this is text"; numbers stay numbers.
 */
export const spreadsheetCell = (text: string): string =>
  FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

/** Pure: lines of CSV, for programs and for people with spreadsheets. */
export const csvText = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map((record) => record.map(spreadsheetCell)),
    { record_delimiter: '\n' },
  );
