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
  const cells = summary.map((row) => ({ row, path: levelPath(row) }));
  const medians = new Map(cells.map(({ row, path }) => [commandOf(row, row.metric, path), row.median]));
  const results = cells
    .filter(({ row }) => row.unit === 'ns')
    .map(({ row, path }) => {
      const processor = (kind: 'user' | 'system'): number =>
        (medians.get(commandOf(row, `${row.metric}_${kind}`, path)) ?? 0) / NS_PER_S;
      return resultOf(row, path, processor('user'), processor('system'));
    });
  return `${JSON.stringify({ results }, null, 2)}\n`;
}

const commandOf = ({ scenario }: SummaryRow, metric: string, path: string): string =>
  `${scenario} ${metric} ${path}`;

function resultOf(row: SummaryRow, path: string, user: number, system: number) {
  const times = row.samples.map(({ median }) => median / NS_PER_S);
  return {
    command: commandOf(row, row.metric, path),
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
