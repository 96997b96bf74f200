import { inlinePiece } from './inline-markdown.js';
import { escapeMarkdown } from './markdown-escape.js';
import { cellText, type Table, type TableCell } from './table.js';

function cellMarkdown(cell: TableCell): string {
  if (typeof cell === 'string' || !('links' in cell)) return escapeMarkdown(cellText(cell));
  return cell.links.map(inlinePiece).join(' ');
}

/** The table in Markdown's pipe syntax with its note below; the title is the caller's to set as a heading. */
export function tableMarkdown(table: Table): string {
  const { columns, note } = table;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...table.rows.map((row) => line(row.map(cellMarkdown))),
  ];
  if (note !== undefined) lines.push('', escapeMarkdown(note));
  return `${lines.join('\n')}\n`;
}
