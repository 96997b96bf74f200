import { escapeMarkdown } from './markdown-escape.js';
import { rowTexts, type Table } from './table.js';

/** The table in Markdown's pipe syntax with its note below; the title is the caller's to set as a heading. */
export function tableMarkdown(table: Table): string {
  const { columns, note } = table;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rowTexts(table).map((row) => line(row.map(escapeMarkdown))),
  ];
  if (note !== undefined) lines.push('', escapeMarkdown(note));
  return `${lines.join('\n')}\n`;
}
