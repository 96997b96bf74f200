import type { TopLevelSpec } from 'vega-lite';
import { escapeHtml } from '../document/html-escape.js';
import type { Figure } from './figure.js';
import { slimSvg } from './slim-svg.js';
import { loadVega } from './vega.js';

/**
 * The figure as SVG text. The same figure gives the same bytes: nothing asks for the time, a locale or a
 * font of the machine (text is measured by vega's own estimate). Its title and description are part of the
 * file, for screen readers. Throws what vega throws; its warnings are dropped.
 */
export async function figureSvg({ name, title, description, spec }: Figure): Promise<string> {
  const { vega, vegaLite } = await loadVega();
  const silent = vega.logger(vega.None);
  const own = isLite(spec) ? vegaLite.compile(spec, { logger: silent }).spec : spec;
  const view = new vega.View(vega.parse(own), { renderer: 'none', logger: silent });
  try {
    const svg = withOwnIds(await view.toSVG(), name);
    return withWords(slimSvg(svg, !isLite(spec)), name, title, description);
  } finally {
    view.finalize();
  }
}

const isLite = (spec: Figure['spec']): spec is TopLevelSpec =>
  spec.$schema?.includes('/vega-lite/') !== false;

/** Ids carry the figure's name, since several figures may be set into one page. */
function withWords(svg: string, name: string, title: string, description: string): string {
  const ids = { title: `${name}-title`, description: `${name}-description` };
  const words =
    `<title id="${ids.title}">${escapeHtml(title)}</title>` +
    `<desc id="${ids.description}">${escapeHtml(description)}</desc>`;
  return svg.replace(
    /^<svg\b([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-labelledby="${ids.title} ${ids.description}">${words}`,
  );
}

/**
 * Vega counts its clips and gradients from 0 in every figure, or goes on counting from the last one: `clip0`
 * twice in a page would cut the second figure by the first one's frame.
 */
function withOwnIds(svg: string, name: string): string {
  const own = new Map<string, string>();
  for (const [, id] of svg.matchAll(/<[^>]* id="([^"]*)"/g)) {
    if (!own.has(id!)) own.set(id!, `${name}-part-${own.size}`);
  }
  const rename = (_: string, head: string, id: string, tail: string) => `${head}${own.get(id) ?? id}${tail}`;
  return svg.replace(/<[^>]*>/g, (tag) => tag.replace(/( id="|url\(#|href="#)([^")]*)([")])/g, rename));
}
