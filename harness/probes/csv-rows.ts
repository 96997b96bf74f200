import Papa from 'papaparse';

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

/**
 * Probes quote nothing: a quote is a sign that another program wrote the text, and a row of another length that it is cut.
 * Only an empty last line is none.
 */
function recordsOf(text: string): string[][] {
  const whole = text.replace(/\r?\n$/, '');
  if (whole === '') return [];
  const { data } = Papa.parse<string[]>(whole, { delimiter: ',', fastMode: true });
  for (const [i, row] of data.entries()) {
    const line = `no CSV: line ${i + 1}`;
    if (row.length !== data[0]!.length)
      throw new Error(`${line} has ${row.length} fields, not ${data[0]!.length}`);
    if (row.some((field) => field.includes('"'))) throw new Error(`${line} has a quote`);
  }
  return data;
}

/** A whole number in decimal digits that a double holds exactly; anything else throws. */
export function integerOf(text: string, what: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Error(`${what} is not a whole number: ${JSON.stringify(text)}`);
  }
  return value;
}
