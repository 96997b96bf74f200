import { factorColumns, factorLevel } from '../cells/observation-columns.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { csvText } from '../document/csv-text.js';
import type { FactorDeclaration } from '../types.js';
import { coverageWords } from '../words/coverage-words.js';
import { unitWords } from '../words/scale.js';

const OWN = ['metric', 'unit', 'boots', 'iterations', 'median', 'ci_low', 'ci_high', 'ci', 'min', 'max'];

/**
 * summary.csv: one line per cell, values in full precision in the unit of their line, which for times of
 * the instruction clock is "ns (instruction clock)". Interval bounds are empty where there are too few boots for one.
 */
export function summaryCsv(rows: readonly SummaryRow[], declared: readonly FactorDeclaration[]): string {
  const columns = factorColumns(declared);
  const records = rows.map((row) => [
    ...columns.map((column) => String(factorLevel(row, column) ?? '')),
    row.metric,
    unitWords(row.unit, row.clock),
    ...[row.boots, row.iterations, row.median].map(String),
    row.interval.kind === 'interval' ? String(row.interval.low) : '',
    row.interval.kind === 'interval' ? String(row.interval.high) : '',
    coverageWords(row.interval),
    ...[row.min, row.max].map(String),
  ]);
  return csvText([[...columns.map(({ name }) => name), ...OWN], ...records]);
}
