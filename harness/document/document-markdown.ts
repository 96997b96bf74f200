import type { Block } from './document.js';
import { escapeHtml } from './html-escape.js';
import { inlineMarkdown } from './inline-markdown.js';
import { escapeMarkdown, fenced } from './markdown-escape.js';
import { tableMarkdown } from './table-markdown.js';

/**
 * The blocks as Markdown, one blank line between them, ending in a line end. GitHub's dialect: tables in pipe
 * syntax, `details` as the HTML elements of that name. Figures are links to `figures/NAME.svg`.
 */
export function documentMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(blockMarkdown).join('\n\n')}\n`;
}

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inlineMarkdown(block.text)}`;
    case 'paragraph':
      return inlineMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${inlineMarkdown(item)}`).join('\n');
    case 'notices':
      return block.notices
        .map(({ severity, text }) => `> - **${severityWord(severity)}:** ${escapeMarkdown(text)}`)
        .join('\n');
    case 'table':
      return tableMarkdown(block.table).trimEnd();
    case 'figure':
      return `![${escapeMarkdown(block.figure.description)}](figures/${block.figure.name}.svg)`;
    case 'code':
      return fenced(block.text, block.language);
    case 'card':
      return block.blocks.map(blockMarkdown).join('\n\n');
    case 'details':
      // A blank line ends the HTML, so that what follows it is Markdown again.
      return [
        `<details><summary>${escapeHtml(block.summary)}</summary>`,
        ...block.blocks.map(blockMarkdown),
        '</details>',
      ].join('\n\n');
  }
}

/** How a notice of that severity begins. */
export function severityWord(severity: 'info' | 'warning'): string {
  return severity === 'warning' ? 'Warning' : 'Note';
}
