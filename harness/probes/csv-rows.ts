import { CsvError, parse } from 'csv-parse/sync';

/**
 * Rows of a CSV text whose header must be exactly `columns`. The probes write plain numbers and
 * labels without quotes, so anything else in the header means that another program wrote it.
 * @throws Error for another header, and for what is no CSV of as many columns
 */
export function csvRows<Column extends string>(
  text: string,
  columns: readonly Column[],
): Record<Column, string>[] {
  const [header, ...rows] = recordsOf(text);
  if (header === undefined) throw new Error(`no CSV: expected header ${columns.join(',')}`);
  if (header.join() !== columns.join()) {
    throw new Error(`CSV header is ${header.join()}, expected ${columns.join()}`);
  }
  return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]!]))) as Record<
    Column,
    string
  >[];
}

function recordsOf(text: string): string[][] {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof CsvError ? new Error(`no CSV: ${error.message}`) : error;
  }
}

/** A whole number in decimal digits that a double holds exactly; anything else throws. */
export function integerOf(text: string, what: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Error(`${what} is not a whole number: ${JSON.stringify(text)}`);
  }
  return value;
}
