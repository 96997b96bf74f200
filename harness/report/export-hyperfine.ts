import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { SummaryRow } from '../cells/summary-row.js';
import { unitWords } from '../words/scale.js';
import { levelPath, levelTexts } from './export-names.js';

const NS_PER_S = 1e9;

/**
 * Times as `hyperfine --export-json` writes them, in seconds, for tools that read that. A result is a cell, a time is
 * the median of one boot, and `parameters` holds the metric, the factors and the unit (`s (instruction clock)` for that
 * instruction clock). `stddev` is null of a single boot, as hyperfine's own. `user` and `system` are the medians
 * of `METRIC_user` and `METRIC_system`, or 0 where these are not measured, since the format wants numbers there. Every exit code is 0: a failed command never becomes a
 * number. Other units than time have no place in the format and are left out.
 */
export function hyperfineJson(summary: readonly SummaryRow[]): string {
  const keys = new Map(summary.map((row) => [`${row.scenario} ${row.metric} ${levelPath(row)}`, row.median]));
  const processor = (row: SummaryRow, kind: 'user' | 'system'): number =>
    (keys.get(`${row.scenario} ${row.metric}_${kind} ${levelPath(row)}`) ?? 0) / NS_PER_S;
  const results = summary
    .filter(({ unit }) => unit === 'ns')
    .map((row) => resultOf(row, processor(row, 'user'), processor(row, 'system')));
  return `${JSON.stringify({ results }, null, 2)}\n`;
}

function resultOf(row: SummaryRow, user: number, system: number) {
  const times = row.samples.map(({ median }) => median / NS_PER_S);
  return {
    command: `${row.scenario} ${row.metric} ${levelPath(row)}`,
    mean: mean(times),
    stddev: times.length > 1 ? sampleStandardDeviation(times) : null,
    median: row.median / NS_PER_S,
    user,
    system,
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
