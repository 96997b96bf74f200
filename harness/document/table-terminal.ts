import { rowTexts, type Table } from './table.js';

/**
 * The table as aligned text for a terminal: title, head, rule, rows, note. Control characters become
 * spaces, so that no text can steer the terminal. Lines are as long as the widest cells make them.
 */
export function tableTerminal(table: Table): string {
  const { title, columns, note } = table;
  const head = columns.map((column) => plain(column.title));
  const body = rowTexts(table).map((row) => row.map(plain));
  const widths = head.map((cell, i) => Math.max(width(cell), ...body.map((row) => width(row[i]!))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat(widths[i]! - width(cell));
        return columns[i]!.align === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  const lines = [
    plain(title),
    '',
    line(head),
    widths.map((w) => '─'.repeat(w)).join('  '),
    ...body.map(line),
  ];
  if (note !== undefined) lines.push('', plain(note));
  return `${lines.join('\n')}\n`;
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Code points, each taken as one column wide: right for everything the house prints itself. */
function width(text: string): number {
  return [...text].length;
}
