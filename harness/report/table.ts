export interface Column {
  title: string;
  align: 'left' | 'right';
}

/** The one model of a table. Cells are plain text: each renderer escapes for its own format. */
export interface Table {
  /** Unique in a report and fit for a file name. */
  name: string;
  title: string;
  columns: Column[];
  /** Each as long as `columns`. */
  rows: string[][];
  note?: string;
}

/** A name out of any words that is one plain file name: letters, digits, dots, dashes. */
export function fileName(...words: string[]): string {
  const name = words
    .map((word) => word.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, ''))
    .filter((word) => word !== '')
    .join('-');
  return name === '' ? 'unnamed' : name;
}
