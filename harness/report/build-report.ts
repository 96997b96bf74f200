import { declaredFactors } from '../cells/declared-factors.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { claimsCsv } from '../claims/claims-csv.js';
import type { JudgedClaim } from '../claims/judge.js';
import type { PageAssets } from '../document/html-page.js';
import { tableCsv } from '../document/table-csv.js';
import { tableLatex, tablesDocument } from '../document/table-latex.js';
import { EXIT, Failure } from '../failure.js';
import { figurePng, type PngAssets } from '../figures/png.js';
import { figureSvg } from '../figures/svg.js';
import type { Manifest, StoredAttachment } from '../types.js';
import { exportFiles } from './export-files.js';
import { junitReport } from './junit.js';
import { type DrawPdf, paperFiles } from './paper.js';
import { reportHtml } from './report-html.js';
import { reportMarkdown } from './report-markdown.js';
import { conclude } from './report-parts.js';
import type { Trust } from './report-trust.js';
import { stepSummary } from './step-summary.js';
import { summaryCsv } from './summary-csv.js';

/** What the report is made with and can't be computed: scripts, fonts, the drawing program. */
export interface ReportAssets {
  page: PageAssets;
  /** Where pictures are asked for as PNG too: drawing them takes longer than all else. */
  png?: PngAssets | undefined;
  /** Where `paper/` is asked for. */
  pdf?: DrawPdf | undefined;
}

export interface Report {
  /** Texts and pictures by their path in the results folder. */
  files: Map<string, string | Uint8Array>;
  judged: JudgedClaim[];
  trust: Trust;
}

/**
 * The whole report of a run: summary.csv, claims.csv, report.md, report.html, junit.xml, step-summary.md, tables,
 * figures, exports. The same manifest, cells, attachments and assets give the same bytes on any machine and day. Throws when two
 * parts would take the same file.
 * @param damage what was left out of damaged rows; said before anything else
 */
export async function buildReport(
  manifest: Manifest,
  summary: readonly SummaryRow[],
  attachments: readonly StoredAttachment[],
  assets: ReportAssets,
  damage: readonly string[] = [],
): Promise<Report> {
  const { parts, judged, trust, tables, figures, best } = conclude(manifest, summary, attachments, damage);
  const files: Report['files'] = new Map();
  const put = (path: string, content: string | Uint8Array) => {
    if (files.has(path)) {
      throw new Failure({
        what: `two parts of the report are called ${path}`,
        exit: EXIT.usage,
        remedy: 'Give each table and figure of the scenarios a name of its own.',
      });
    }
    files.set(path, content);
  };
  const svgs = new Map<string, string>();
  for (const figure of figures) {
    const svg = await figureSvg(figure);
    svgs.set(figure.name, svg);
    put(`figures/${figure.name}.svg`, svg);
    if (assets.png) put(`figures/${figure.name}.png`, await figurePng(svg, assets.png));
  }
  put('summary.csv', summaryCsv(summary, declaredFactors(manifest.scenarios)));
  put('claims.csv', claimsCsv(judged));
  put('report.md', reportMarkdown(parts));
  put('report.html', reportHtml(parts, svgs, assets.page));
  put('junit.xml', junitReport(manifest, judged));
  put('step-summary.md', stepSummary({ manifest, notices: parts.notices, judged, trust, damage }));
  for (const table of tables) {
    put(`tables/${table.name}.csv`, tableCsv(table));
    put(`tables/${table.name}.tex`, tableLatex(table));
  }
  put('tables/all.tex', tablesDocument(tables.map(({ name }) => name)));
  if (assets.pdf !== undefined) {
    const drawn = best.figures.map((figure) => ({ figure, svg: svgs.get(figure.name)! }));
    const paper = await paperFiles({ manifest, tables: best.tables, figures: drawn }, assets.pdf);
    for (const [path, content] of paper) put(path, content);
  }
  for (const [path, text] of exportFiles(manifest, summary)) put(path, text);
  return { files, judged, trust };
}
