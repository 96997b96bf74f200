import { csvRows, integerOf } from '../probes/csv-rows.js';
import type { Measurement } from '../types.js';
import { type Probe, timeMetric } from './probe.js';
import { program } from './program.js';

/**
 * Times that a program of the scenario measures itself and prints as CSV with the columns `metric,ns`, each once. One that is missing,
 * or that nobody asked for, fails the step.
 * @param name of the program, `guest/NAME.c`
 * @param titles by metric
 */
export const printedTimes = (
  name: string,
  titles: Readonly<Record<string, string>>,
): Probe<readonly (string | number)[]> => ({
  metrics: Object.entries(titles).map(([metric, title]) => timeMetric(metric, title)),
  step: (...words) => ({
    ...program(name, ...words),
    ...{ deadlineS: 900, onFailure: 'continue' },
    parse: (stdout) => parsePrintedTimes(stdout, Object.keys(titles)),
  }),
});

/** @throws when the metrics printed are not the metrics due */
export function parsePrintedTimes(stdout: string, due: readonly string[]): Measurement[] {
  const rows = csvRows(stdout, ['metric', 'ns']);
  const printed = rows.map(({ metric }) => metric).join();
  if (printed !== due.join()) throw new Error(`times of ${printed} where ${due.join()} are due`);
  return rows.map(({ metric, ns }) => ({ metric, iteration: 0, value: integerOf(ns, metric) }));
}
