import { groupBy, MACHINE_FACTORS } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { csvText } from '../document/csv-text.js';
import { fileName } from '../document/table.js';
import type { Manifest } from '../types.js';
import { levelPath } from './export-names.js';

interface Boot {
  time: string;
  run: string;
  trial: string;
  values: Map<string, number>;
}

/**
 * Boots in the order of time, for tools that look for change points (Apache Otava, formerly Hunter): such a tool reads
 * a column of times, takes every column of numbers for a metric and every other for an attribute, and can't
 * read a hole. So there is a table per scenario and machine treatment, by the name of its file; a line is a
 * boot, a column the boot's median of one cell in its metric's base unit. Only timed boots are in it: those of other passes
 * measure something else. Failed boots are left out, then cells
 * that not every other boot measured. Tables of several runs of one plan can be joined line by line.
 */
export function seriesTables(manifest: Manifest, summary: readonly SummaryRow[]): Map<string, string> {
  const timed = new Set(manifest.plan.trials.filter(({ pass }) => pass === undefined).map(({ id }) => id));
  const records = new Map(
    manifest.trials.filter(({ id }) => timed.has(id)).map((record) => [record.id, record]),
  );
  const scenarios = [...new Set(summary.map(({ scenario }) => scenario))];
  const tables = new Map<string, string>();
  for (const scenario of scenarios) {
    for (const rows of groupBy(
      summary.filter((row) => row.scenario === scenario),
      MACHINE_FACTORS,
    )) {
      const boots = bootsOf(rows, (trial) => {
        const record = records.get(trial);
        return record === undefined || record.status === 'failed' ? undefined : record.startedAt;
      });
      const name = fileName(scenario, ...MACHINE_FACTORS.map((factor) => `${factor} ${rows[0]![factor]}`));
      if (boots.length > 0) tables.set(`${name}.csv`, seriesCsv(rows, boots));
    }
  }
  return tables;
}

function bootsOf(rows: readonly SummaryRow[], startOf: (trial: string) => string | undefined): Boot[] {
  const boots = new Map<string, Boot>();
  for (const row of rows) {
    const column = columnOf(row);
    for (const { run, trial, median } of row.samples) {
      const time = startOf(trial);
      if (time === undefined) continue;
      const key = `${run}\n${trial}`;
      const boot = boots.get(key) ?? { time, run, trial, values: new Map() };
      boots.set(key, boot);
      boot.values.set(column, median);
    }
  }
  const order = ({ time, run, trial }: Boot) => `${time}\n${run}\n${trial}`;
  return [...boots.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function seriesCsv(rows: readonly SummaryRow[], boots: readonly Boot[]): string {
  const columns = rows.map(columnOf).filter((column) => boots.every(({ values }) => values.has(column)));
  const lines = boots.map(({ time, run, trial, values }) => [
    time,
    run,
    trial,
    ...columns.map((column) => String(values.get(column))),
  ]);
  return csvText([['time', 'run', 'trial', ...columns], ...lines]);
}

function columnOf(row: SummaryRow): string {
  const path = levelPath(row, Object.keys(row.factors));
  return path === '' ? row.metric : `${row.metric}/${path}`;
}
