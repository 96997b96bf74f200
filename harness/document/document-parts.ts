import type { Notice } from '../types.js';
import type { Block, Inline } from './document.js';

export function heading(level: 1 | 2 | 3, ...text: Inline[]): Block {
  return { kind: 'heading', level, text };
}

export function paragraph(...text: Inline[]): Block {
  return { kind: 'paragraph', text };
}

/** Warnings before information, otherwise in the order they came; no block of none. */
export function noticeBlocks(notices: readonly Notice[]): Block[] {
  const of = (severity: string) => notices.filter((notice) => notice.severity === severity);
  return notices.length > 0 ? [{ kind: 'notices', notices: [...of('warning'), ...of('info')] }] : [];
}

/** On top of a page: the rows that it was made without, a line a trial; nothing where all is whole. */
export function damageBlocks(lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  const what = ' This was made despite damage to observations.csv, and does not say what was measured. ';
  return [
    paragraph({ strong: 'Damaged.' }, what, 'Left out or wrong:'),
    { kind: 'list', items: lines.map((line) => [line]) },
  ];
}

/** Lists of pieces in a row, with the same words between them; nothing of nothing. */
export function joinInlines(lists: readonly (readonly Inline[])[], between: string): Inline[] {
  return lists.flatMap((list, i) => (i === 0 ? list : [between, ...list]));
}

/** The words alone, without what marks them: for names, titles and anchors. */
export function inlineText(text: readonly Inline[]): string {
  return text
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('code' in piece) return piece.code;
      return 'strong' in piece ? piece.strong : piece.text;
    })
    .join('');
}

/** Links as their words, for text that stands in a link itself. */
export function withoutLinks(text: readonly Inline[]): Inline[] {
  return text.map((piece) => (typeof piece !== 'string' && 'link' in piece ? piece.text : piece));
}

/**
 * True for what a page of results may lead to: another file of the results, a place on the page, or an
 * address of the web. `javascript:`, `data:` and other schemes are not links and print as their text alone.
 */
export function isSafeLink(target: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these, which would uncover a scheme.
  if (/[\u0000-\u0020\u007f]/.test(target)) return false;
  return /^https?:\/\//i.test(target) || /^(#|[A-Za-z0-9_.-]+(?:[/#]|$))/.test(target);
}
