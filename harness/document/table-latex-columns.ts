import { escapeLatex } from './latex-escape.js';
import { rowTexts, type Table } from './table.js';

/** Characters of a cell above which its column takes several lines. */
const LONG = 32;

/** The same for words, not numbers, beside a column of such length: the page is narrow then. */
const MIDDLING = 14;

/** Characters that fit beside each other on a page of running text, and in the smaller letters of long texts. */
const LINE = 72;
const SMALL_LINE = 100;

/** What the gap between two columns takes. */
const GAP = 3;

/** Columns above which a table is shrunk to the page whatever stands in it. */
const MANY = 8;

/** Characters of one line of a column's title. */
const TITLE = 20;

/** A word longer than this may be broken after every so many characters. */
const WORD = 20;
const PIECE = 10;

export interface LatexColumn {
  align: 'left' | 'right';
  /** Characters of its widest cell or line of its title. */
  width: number;
  /** Characters of its longest word: what it needs at least when it is broken. */
  word: number;
  /** Its cells take several lines. */
  broken: boolean;
}

export interface LatexLayout {
  columns: LatexColumn[];
  /** Some column is broken: smaller letters, and gaps between the rows. */
  broken: boolean;
  /** It may be wider than the page, and where it is broken higher. */
  wide: boolean;
}

/** How the table is set on a page, estimated from the lengths of its texts. */
export function latexLayout(table: Table): LatexLayout {
  const rows = rowTexts(table);
  const measured = table.columns.map(({ title, align }, i) => {
    const texts = [...titleLines(title), ...rows.map((row) => row[i]!)];
    const longest = (of: readonly string[]) => Math.max(...of.map((text) => [...text].length));
    return {
      align,
      width: longest(texts),
      word: longest(texts.flatMap((text) => text.split(' ').flatMap(pieces))),
    };
  });
  const broken = measured.some(({ width }) => width > LONG);
  const columns = measured.map((column) => ({
    ...column,
    broken: column.width > (broken && column.align === 'left' ? MIDDLING : LONG),
  }));
  const length = unbrokenLength(columns);
  return {
    columns,
    broken,
    wide: columns.length > MANY || length > LINE || broken,
  };
}

/** The argument of tabular. Broken columns share what the others leave of the line, the longer ones more of it. */
export function columnsLatex(columns: readonly LatexColumn[]): string {
  const left = Math.max(0.4, 1 - unbrokenLength(columns) / SMALL_LINE);
  const weight = ({ width }: LatexColumn) => Math.sqrt(width);
  const all = columns.filter(({ broken }) => broken).reduce((sum, column) => sum + weight(column), 0);
  return columns
    .map((column) => {
      const { align, broken } = column;
      if (!broken) return align === 'right' ? 'r' : 'l';
      const share = Math.max((left * weight(column)) / all, column.word / SMALL_LINE).toFixed(3);
      return `>{\\ragged${align === 'right' ? 'left' : 'right'}\\arraybackslash}p{${share}\\linewidth}`;
    })
    .join('');
}

/** A column's title, on several lines where it is long. */
export function headLatex(title: string, { align }: LatexColumn): string {
  const lines = titleLines(title).map(escapeLatex);
  if (lines.length === 1) return lines[0]!;
  return `\\shortstack[${align === 'right' ? 'r' : 'l'}]{${lines.join('\\\\ ')}}`;
}

/** A cell; in a broken column names may be broken after the signs that join them, and what is too long anywhere. */
export function cellLatex(text: string, { broken }: LatexColumn): string {
  if (!broken) return escapeLatex(text);
  return text
    .split(' ')
    .map((word) => pieces(word).map(escapeLatex).join('\\allowbreak{}'))
    .join(' ');
}

/** Where a word may be broken: after what joins two names in it, never inside a number. */
function pieces(word: string): string[] {
  const joined = word.split(/(?<=[A-Za-z][_./:-])(?=[A-Za-z])/);
  return joined.flatMap((part) => (part.length > WORD ? cut(part) : [part]));
}

function cut(word: string): string[] {
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / PIECE) }, (_, i) =>
    characters.slice(i * PIECE, (i + 1) * PIECE).join(''),
  );
}

function unbrokenLength(columns: readonly LatexColumn[]): number {
  const taken = columns.filter(({ broken }) => !broken).reduce((sum, { width }) => sum + width, 0);
  return taken + GAP * columns.length;
}

/** Long titles stand on several lines, broken between words. */
function titleLines(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= TITLE) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
