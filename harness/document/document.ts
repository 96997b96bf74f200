import type { Notice } from '../types.js';
import type { Table } from './table.js';

/** A piece of a line. Plain strings are plain text: each renderer escapes for its own format. */
export type Inline = string | { code: string } | { strong: string } | { link: string; text: string };

/** What the page needs of a figure: its file and the words that stand for it. */
export interface FigureLink {
  /** Without folder and ending: the picture stands in `figures/NAME.svg`. */
  name: string;
  title: string;
  description: string;
  /** Below the picture, where the page says elsewhere what the description says more. */
  caption?: string;
}

/**
 * One part of a page. A table or figure brings no heading: it is set before it as a block of its own.
 * `details` is shut until the reader opens it, and a place that links lead to. `card` is set apart: an answer with its figure.
 */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; items: Inline[][] }
  | { kind: 'notices'; notices: Notice[] }
  /** `id`: where other places of the page lead to it by a name of theirs. */
  | { kind: 'table'; table: Table; id?: string }
  | { kind: 'figure'; figure: FigureLink }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'card'; blocks: Block[] }
  | { kind: 'details'; summary: string; blocks: Block[] };
