import type { Block, FigureLink, Inline } from './document.js';
import { severityWord } from './document-markdown.js';
import { inlineText, withoutLinks } from './document-parts.js';
import { escapeHtml } from './html-escape.js';
import { inlineHtml } from './inline-html.js';
import { figureId } from './place-ids.js';
import { fileName } from './table.js';
import { tableHtml } from './table-html.js';

/** A heading, or details, and where they stand on the page. */
export interface Anchor {
  id: string;
  level: 1 | 2 | 3;
  text: Inline[];
}

export interface HtmlDocument {
  body: string;
  /** In the order of the page. */
  anchors: Anchor[];
}

/**
 * The blocks as HTML, with an id for every heading. Figures are set into it as the SVG text that `figures` has for
 * their name, trusted as it is; all other text is escaped. Throws RangeError for a figure that is not there.
 */
export function documentHtml(blocks: readonly Block[], figures: ReadonlyMap<string, string>): HtmlDocument {
  const anchors: Anchor[] = [];
  const taken = new Map<string, number>();
  const idOf = (text: readonly Inline[]) => {
    // No figure's name has an underscore, so no heading's id is one of a figure.
    const id = `_${fileName(inlineText(text)).toLowerCase()}`;
    const times = (taken.get(id) ?? 0) + 1;
    taken.set(id, times);
    return times === 1 ? id : `${id}_${times}`;
  };
  // Headings in shut details are no part of the contents: the details are, and those right in them.
  let depth = 0;
  const blockHtml = (block: Block): string => {
    switch (block.kind) {
      case 'heading': {
        const anchor = { id: idOf(block.text), level: block.level, text: block.text };
        if (depth === 0) anchors.push(anchor);
        return headingHtml(anchor);
      }
      case 'paragraph':
        return `<p>${inlineHtml(block.text)}</p>`;
      case 'list':
        return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</ul>`;
      case 'notices':
        return `<ul class="notices">${block.notices
          .map(
            ({ severity, text }) =>
              `<li class="${severity}"><strong>${severityWord(severity)}:</strong> ${escapeHtml(text)}</li>`,
          )
          .join('')}</ul>`;
      case 'table':
        return tableHtml(block.table, block.id);
      case 'figure':
        return figureHtml(block.figure, figures);
      case 'code':
        return `<pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre>`;
      case 'card':
        return `<section class="card">\n${block.blocks.map(blockHtml).join('\n')}\n</section>`;
      case 'details': {
        const anchor: Anchor = { id: idOf([block.summary]), level: 3, text: [block.summary] };
        if (depth <= 1) anchors.push(anchor);
        depth += 1;
        const inside = block.blocks.map(blockHtml).join('\n');
        depth -= 1;
        return `<details id="${anchor.id}"><summary>${escapeHtml(block.summary)}</summary>\n${inside}\n</details>`;
      }
    }
  };
  return { body: blocks.map(blockHtml).join('\n'), anchors };
}

/** Headings below the title lead to themselves, so that their address can be copied. */
function headingHtml({ id, level, text }: Anchor): string {
  const words = inlineHtml(withoutLinks(text));
  if (level === 1) return `<h1 id="${id}">${words}</h1>`;
  return `<h${level} id="${id}"><a href="#${id}">${words}</a></h${level}>`;
}

function figureHtml(figure: FigureLink, figures: ReadonlyMap<string, string>): string {
  const { name, title, description, caption = description } = figure;
  const svg = figures.get(name);
  if (svg === undefined) throw new RangeError(`the page has no picture for figure ${name}`);
  const label = escapeHtml(`Figure: ${title}`);
  return [
    `<figure id="${escapeHtml(figureId(name))}">`,
    `<div class="scroll" role="group" aria-label="${label}" tabindex="0">${svg}</div>`,
    `<figcaption>${escapeHtml(caption)} <a href="#${escapeHtml(figureId(name))}">Link to this figure</a></figcaption>`,
    '</figure>',
  ].join('\n');
}
