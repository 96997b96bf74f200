import type { Manifest } from '../types.js';
import { exactAgreement } from './agreement.js';
import { computedNotices } from './computed-notices.js';
import { buildFigures } from './figure.js';
import { figureSvg } from './figure-svg.js';
import { publishedTable } from './published.js';
import { reportMarkdown } from './report-markdown.js';
import { summaryCsv } from './summary-csv.js';
import type { SummaryRow } from './summary-row.js';
import { tableCsv } from './table-csv.js';
import { buildTables } from './tables.js';

/**
 * The whole report as texts by their path in the results folder: summary.csv, report.md, tables/*.csv,
 * figures/*.svg. The same manifest and the same observations, in any order, give the same bytes. Throws
 * when two tables or figures would take the same file.
 */
export async function buildReport(
  manifest: Manifest,
  summary: readonly SummaryRow[],
): Promise<Map<string, string>> {
  const notices = [...manifest.notices, ...computedNotices(manifest, summary)];
  const sections = manifest.scenarios.map((scenario) => ({
    scenario,
    published: publishedTable(scenario, summary),
    tables: scenario.tables.flatMap((spec) => buildTables(spec, scenario, summary)),
    figures: scenario.figures.flatMap((spec) => buildFigures(spec, scenario, summary)),
    agreement: exactAgreement(summary.filter((row) => row.scenario === scenario.name)),
  }));

  const files = new Map<string, string>();
  const put = (path: string, text: string) => {
    if (files.has(path)) throw new Error(`two parts of the report are called ${path}`);
    files.set(path, text);
  };
  put('summary.csv', summaryCsv(summary));
  put('report.md', reportMarkdown({ manifest, notices, sections }));
  for (const { published, tables, figures } of sections) {
    for (const table of [published, ...tables]) put(`tables/${table.name}.csv`, tableCsv(table));
    for (const figure of figures) put(`figures/${figure.name}.svg`, await figureSvg(figure));
  }
  return files;
}
