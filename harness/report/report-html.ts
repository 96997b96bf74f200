import { documentHtml } from '../document/document-html.js';
import { htmlPage, type PageAssets } from '../document/html-page.js';
import { type ReportParts, reportBlocks } from './report-document.js';

/**
 * report.html: the same document as report.md in one file that needs no other. `figures` has the SVG text of every
 * figure by its name. Throws RangeError when one is missing.
 */
export function reportHtml(
  parts: ReportParts,
  figures: ReadonlyMap<string, string>,
  assets: PageAssets,
): string {
  const { body, anchors } = documentHtml(reportBlocks(parts), figures);
  return htmlPage({ title: `netknee run ${parts.manifest.run}`, body, anchors }, assets);
}
