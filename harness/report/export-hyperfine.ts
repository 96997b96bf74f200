import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { SummaryRow } from '../cells/summary-row.js';
import { unitWords } from '../words/scale.js';
import { levelPath, levelTexts } from './export-names.js';

const NS_PER_S = 1e9;

/**
 * Times as `hyperfine --export-json` writes them, in seconds, for tools that read that. A result is a cell, a time is
 * the median of one boot, and `parameters` holds the metric, the factors and the unit (`s (instruction clock)` for that
 * instruction clock). `stddev` is null of a single boot, as hyperfine's own. `user` and `system` are not measured; since
 * the format wants numbers there, they are 0. Every exit code is 0: a failed command never becomes a
 * number. Other units than time have no place in the format and are left out.
 */
export function hyperfineJson(summary: readonly SummaryRow[]): string {
  const results = summary.filter(({ unit }) => unit === 'ns').map(resultOf);
  return `${JSON.stringify({ results }, null, 2)}\n`;
}

function resultOf(row: SummaryRow) {
  const times = row.samples.map(({ median }) => median / NS_PER_S);
  return {
    command: `${row.scenario} ${row.metric} ${levelPath(row)}`,
    mean: mean(times),
    stddev: times.length > 1 ? sampleStandardDeviation(times) : null,
    median: row.median / NS_PER_S,
    user: 0,
    system: 0,
    min: row.min / NS_PER_S,
    max: row.max / NS_PER_S,
    times,
    exit_codes: times.map(() => 0),
    parameters: {
      scenario: row.scenario,
      metric: row.metric,
      unit: unitWords('s', row.clock),
      ...Object.fromEntries(levelTexts(row)),
    },
  };
}
