import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PageAssets } from '../../document/html-page.js';
import type { PngAssets } from '../../figures/png.js';
import { packageRoot } from '../../machine/host/places.js';
import type { ReportAssets } from '../../report/build-report.js';

/** Files of packages that are data to us, not modules: read when first asked for, once. */
const files = new Map<string, Promise<Buffer>>();

function read(file: string): Promise<Buffer> {
  let known = files.get(file);
  if (known === undefined) {
    known = readFile(createRequire(import.meta.url).resolve(file));
    files.set(file, known);
  }
  return known;
}

/** Base64 of the SHA-256 of the text's UTF-8 bytes, as a content security policy wants it. */
function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

/** What report.html is made with: the scripts that sort tables, by the keyboard too, and that zoom into flame graphs. */
export async function pageAssets(): Promise<PageAssets> {
  const scripts = await Promise.all([
    read('sortable-tablesort/dist/sortable.min.js'),
    read('sortable-tablesort/dist/sortable.a11y.min.js'),
    readFile(join(packageRoot, 'harness/figures/flame-zoom.browser.js')),
    readFile(join(packageRoot, 'harness/document/page.browser.js')),
  ]);
  return { script: scripts.map((script) => `${script.toString('utf8').trim()}\n`).join(''), sha256 };
}

/** What figures are drawn with: the drawing program and the only fonts it may use. */
export async function pngAssets(): Promise<PngAssets> {
  const [wasm, ...fonts] = await Promise.all([
    read('@resvg/resvg-wasm/index_bg.wasm'),
    read('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    read('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ]);
  return { wasm, fonts };
}

/** What a report of this kind is made with; drawing programs are loaded only where they are asked for. */
export async function reportAssets({
  png = false,
  paper = false,
}: {
  png?: boolean;
  paper?: boolean;
}): Promise<ReportAssets> {
  return {
    page: await pageAssets(),
    ...(png && { png: await pngAssets() }),
    ...(paper && { pdf: await pdfDrawing() }),
  };
}

async function pdfDrawing(): Promise<NonNullable<ReportAssets['pdf']>> {
  const [{ figurePdf }, { fonts }] = await Promise.all([import('./figure-pdf.js'), pngAssets()]);
  return (svg) => figurePdf(svg, fonts);
}
