import type { Inline } from './document.js';
import { isSafeLink } from './document-parts.js';
import { codeSpan, escapeMarkdown } from './markdown-escape.js';

/** A line as Markdown. */
export function inlineMarkdown(text: readonly Inline[]): string {
  return text.map(inlinePiece).join('');
}

/** One piece of a line; a link that is none prints as its words. */
export function inlinePiece(piece: Inline): string {
  if (typeof piece === 'string') return escapeMarkdown(piece);
  if ('code' in piece) return codeSpan(piece.code);
  if ('strong' in piece) return `**${escapeMarkdown(piece.strong)}**`;
  const words = escapeMarkdown(piece.text);
  const figure = /^#figure_(.+)$/.exec(piece.link);
  if (figure !== null) return inlinePiece({ ...piece, link: `figures/${figure[1]}.svg` });
  // Places of the page have no names here.
  if (piece.link.startsWith('#')) return words;
  // Round brackets would end the target.
  const target = piece.link.replaceAll('(', '%28').replaceAll(')', '%29');
  return isSafeLink(piece.link) ? `[${words}](${escapeMarkdown(target)})` : words;
}
