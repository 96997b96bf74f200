import type { Inline } from './document.js';
import { isSafeLink } from './document-parts.js';
import { escapeHtml } from './html-escape.js';

/** A line as HTML: all text is escaped, and a link that is none prints as its words. */
export function inlineHtml(text: readonly Inline[]): string {
  return text
    .map((piece) => {
      if (typeof piece === 'string') return escapeHtml(piece);
      if ('code' in piece) return `<code>${escapeHtml(piece.code)}</code>`;
      if ('strong' in piece) return `<strong>${escapeHtml(piece.strong)}</strong>`;
      const words = escapeHtml(piece.text);
      return isSafeLink(piece.link) ? `<a href="${escapeHtml(piece.link)}">${words}</a>` : words;
    })
    .join('');
}
