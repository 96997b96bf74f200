import { rowTexts, type Table } from './table.js';

/**
 * The table as aligned text for a terminal: title, head, rule, rows, note. Control characters become
 * spaces, so that no text can steer the terminal. Lines are as long as the widest cells make them, unless `columns` says how
 * wide the terminal is: then the last column is broken between words.
 */
export function tableTerminal(table: Table, columns = Number.POSITIVE_INFINITY): string {
  const { title, note } = table;
  const head = table.columns.map((column) => plain(column.title));
  const body = rowTexts(table).map((row) => row.map(plain));
  const widths = head.map((cell, i) => Math.max(width(cell), ...body.map((row) => width(row[i]!))));
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, one) => sum + one + GAP.length, 0);
  widths[last] = Math.min(widths[last]!, Math.max(MIN_LAST, columns - before));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat(widths[i]! - width(cell));
        return table.columns[i]!.align === 'right' ? gap + cell : cell + gap;
      })
      .join(GAP)
      .trimEnd();
  const lines = [
    plain(title),
    '',
    line(head),
    widths.map((w) => '─'.repeat(w)).join(GAP),
    ...body.flatMap((row) =>
      wrap(row[last] ?? '', widths[last]!).map((text, i) =>
        line([...row.slice(0, last).map((cell) => (i === 0 ? cell : '')), text]),
      ),
    ),
  ];
  if (note !== undefined) lines.push('', plain(note));
  return `${lines.join('\n')}\n`;
}

/** Between two columns. */
const GAP = '  ';
/** Narrower than this a last column is not made. */
const MIN_LAST = 24;

/** Lines of at most `columns` characters, broken between words; a longer word has a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && width(line) + 1 + width(word) <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Code points, each taken as one column wide: right for everything the house prints itself. */
function width(text: string): number {
  return [...text].length;
}
