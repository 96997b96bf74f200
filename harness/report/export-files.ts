import type { SummaryRow } from '../cells/summary-row.js';
import type { Manifest } from '../types.js';
import { benchstatText } from './export-benchstat.js';
import { hyperfineJson } from './export-hyperfine.js';
import { seriesTables } from './export-series.js';

/** The numbers in the formats of other tools, by their path in the results folder. */
export function exportFiles(manifest: Manifest, summary: readonly SummaryRow[]): Map<string, string> {
  const files = new Map([
    ['exports/hyperfine.json', hyperfineJson(summary)],
    ['exports/go-benchmark.txt', benchstatText(manifest, summary)],
  ]);
  for (const [name, text] of seriesTables(manifest, summary)) files.set(`exports/series/${name}`, text);
  return files;
}
