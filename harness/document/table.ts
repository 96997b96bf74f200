export interface Column {
  title: string;
  align: 'left' | 'right';
  /** The title over the values themselves, in the base unit, where the printed title names the unit of the printed texts. */
  baseTitle?: string;
}

/**
 * What is printed; with a number where the text stands for one, so that a reader can sort by it. `value` is in the
 * base unit of its metric (all numbers of one column share a unit), finite.
 */
export type TableCell = string | { text: string; value: number } | LinksCell;

/** Words that lead to where more stands; other formats print the words. */
export interface LinksCell {
  links: { text: string; link: string }[];
}

/** A column of texts. */
export const left = (title: string): Column => ({ title, align: 'left' });

/** A column of numbers. */
export const right = (title: string): Column => ({ title, align: 'right' });

/** The one model of a table. Cells are plain text: each renderer escapes for its own format. */
export interface Table {
  /** Unique in a report and fit for a file name. */
  name: string;
  title: string;
  columns: Column[];
  /** Each as long as `columns`. */
  rows: TableCell[][];
  note?: string;
  /** Of the rows, where other places of the page lead to them; as long as `rows`. */
  rowIds?: string[];
}

/** What every renderer prints of a cell. */
export function cellText(cell: TableCell): string {
  if (typeof cell === 'string') return cell;
  return 'links' in cell ? cell.links.map(({ text }) => text).join(' ') : cell.text;
}

/** The rows as they are printed. */
export function rowTexts({ rows }: Pick<Table, 'rows'>): string[][] {
  return rows.map((row) => row.map(cellText));
}

/** A name out of any words that is one plain file name: letters, digits, dots, dashes. */
export function fileName(...words: string[]): string {
  const name = words
    .map((word) => word.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, ''))
    .filter((word) => word !== '')
    .join('-');
  return name === '' ? 'unnamed' : name;
}
