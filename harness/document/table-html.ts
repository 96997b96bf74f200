import { joinInlines } from './document-parts.js';
import { escapeHtml } from './html-escape.js';
import { inlineHtml } from './inline-html.js';
import { cellText, type Table, type TableCell } from './table.js';

/** Characters above which a cell may be broken into lines. */
const LONG = 24;

/**
 * The table in a box that scrolls by itself, with its note below; the title is the caller's to set as a heading.
 * Tables of two rows and more can be sorted by the page's script: cells with a value by it, others by
 * their text; in a column of values what has none comes last.
 */
export function tableHtml({ title: name, columns, rows, note, rowIds }: Table, place?: string): string {
  const valued = columns.map((_, i) => rows.some((row) => isValued(row[i]!)));
  const head = columns.map(
    ({ align, title }) => `<th scope="col"${classes(align, '')}>${titleHtml(title)}</th>`,
  );
  const body = rows.map((row, place) => {
    const cells = row.map((cell, i) => cellHtml(cell, columns[i]!.align, valued[i]!));
    const id = rowIds === undefined ? '' : ` id="${escapeHtml(rowIds[place]!)}"`;
    return `<tr${id}>${cells.join('')}</tr>`;
  });
  return [
    `<div class="scroll"${place === undefined ? '' : ` id="${escapeHtml(place)}"`} role="group" aria-label="${escapeHtml(name)}" tabindex="0">`,
    `<table${rows.length > 1 ? ' class="sortable asc n-last"' : ''}>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody></table></div>',
    ...(note === undefined ? [] : [`<p class="note">${escapeHtml(note)}</p>`]),
  ].join('\n');
}

/** A title that lists levels is broken between them, not inside, as long as they are short. */
function titleHtml(title: string): string {
  const parts = title.split(/(?<=,) /);
  if (parts.length === 1 || parts.some((part) => part.length > LONG)) return escapeHtml(title);
  return parts.map((part) => `<span>${escapeHtml(part)}</span>`).join(' ');
}

function cellHtml(cell: TableCell, align: 'left' | 'right', valued: boolean): string {
  const text = cellText(cell);
  // What orders a column needs no more digits than the eye.
  const value = isValued(cell) ? String(Number(cell.value.toPrecision(6))) : '';
  const sort = valued ? ` data-sort="${value}"` : '';
  const words =
    typeof cell !== 'string' && 'links' in cell
      ? inlineHtml(
          joinInlines(
            cell.links.map((one) => [one]),
            ' ',
          ),
        )
      : escapeHtml(text);
  return `<td${classes(align, text)}${sort}>${words}</td>`;
}

const isValued = (cell: TableCell): cell is { text: string; value: number } =>
  typeof cell !== 'string' && 'value' in cell;

function classes(align: 'left' | 'right', text: string): string {
  const names = [...(align === 'right' ? ['number'] : []), ...([...text].length > LONG ? ['long'] : [])];
  return names.length > 0 ? ` class="${names.join(' ')}"` : '';
}
