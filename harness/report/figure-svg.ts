import * as vega from 'vega';
import { compile } from 'vega-lite';
import type { Figure } from './figure.js';

/**
 * The figure as SVG text. The same figure gives the same bytes: nothing asks for the time, a locale or a
 * font of the machine (text is measured by vega's own estimate). Its title and description are part of the
 * file, for screen readers. Throws what vega throws; its warnings are dropped.
 */
export async function figureSvg({ name, title, description, spec }: Figure): Promise<string> {
  const silent = vega.logger(vega.None);
  const compiled = compile(spec, { logger: silent });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger: silent });
  try {
    return withWords(await view.toSVG(), name, title, description);
  } finally {
    view.finalize();
  }
}

/** Ids carry the figure's name, since several figures may be set into one page. */
function withWords(svg: string, name: string, title: string, description: string): string {
  const ids = { title: `${name}-title`, description: `${name}-description` };
  const words =
    `<title id="${ids.title}">${escapeXml(title)}</title>` +
    `<desc id="${ids.description}">${escapeXml(description)}</desc>`;
  return svg.replace(
    /^<svg\b([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-labelledby="${ids.title} ${ids.description}">${words}`,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
