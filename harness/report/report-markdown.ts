import { documentMarkdown } from '../document/document-markdown.js';
import { type ReportParts, reportBlocks } from './report-document.js';

/** report.md */
export function reportMarkdown(parts: ReportParts): string {
  return documentMarkdown(reportBlocks(parts));
}
