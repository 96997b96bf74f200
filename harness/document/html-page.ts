import type { Anchor } from './document-html.js';
import { withoutLinks } from './document-parts.js';
import { escapeHtml } from './html-escape.js';
import { STYLE } from './html-style.js';
import { inlineHtml } from './inline-html.js';

/** What a page needs that is not ours to write or not pure to make. */
export interface PageAssets {
  /** What makes the page answer: sorting, places in shut details, a filter, copies of tables. */
  script: string;
  /** SHA-256 of a text's UTF-8 bytes, in base64. */
  sha256: (text: string) => string;
}

export interface Page {
  /** Plain text. */
  title: string;
  /** HTML. */
  body: string;
  anchors: readonly Anchor[];
}

/**
 * One page that needs nothing else: no network, no file beside it. Its policy lets the browser run this one script
 * and apply this one style, and load nothing at all, so that whatever slipped through escaping would not run.
 * Throws RangeError when the script would end its own element.
 */
export function htmlPage({ title, body, anchors }: Page, { script, sha256 }: PageAssets): string {
  if (/<\/script|<!--/i.test(script)) throw new RangeError('the script would end its own element');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script)}'`,
    `style-src 'sha256-${sha256(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#main">Skip to the answer</a>',
    navigation(anchors),
    `<main id="main" tabindex="-1">\n${body}\n</main>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Chapters, and shut under each of them its parts. */
function navigation(anchors: readonly Anchor[]): string {
  const chapters: { head: Anchor; parts: Anchor[] }[] = [];
  for (const anchor of anchors) {
    if (anchor.level === 2) chapters.push({ head: anchor, parts: [] });
    else if (anchor.level === 3) chapters.at(-1)?.parts.push(anchor);
  }
  const link = ({ id, text }: Anchor) => `<a href="#${id}">${inlineHtml(withoutLinks(text))}</a>`;
  const items = chapters.map(({ head, parts }) => {
    if (parts.length === 0) return `<li>${link(head)}</li>`;
    const inner = parts.map((part) => `<li>${link(part)}</li>`).join('');
    const summary = parts.length === 1 ? '1 part' : `${parts.length} parts`;
    return `<li>${link(head)}<details><summary>${summary}</summary><ol>${inner}</ol></details></li>`;
  });
  return `<nav aria-label="Contents"><ol>${items.join('\n')}</ol></nav>`;
}
