import type { BootSample } from '../cells/samples.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { modifiedZ, OUTLIER } from '../stats/modified-z.js';
import type { Notice } from '../types.js';
import { clockName } from '../words/clock-name.js';

/** Repetitions from which one of them can be said to be unlike the others. */
const LEAST = 5;

/**
 * Repetitions of a time inside one boot that lie far from the boot's others, as one notice of all metrics that have some. Medians are
 * not moved by them; a first one among them says that something was cold. @param raw metrics whose single values are the finding
 */
export function outlierNotices(rows: readonly SummaryRow[], raw: ReadonlySet<string>): Notice[] {
  const times = rows.filter(({ unit, metric }) => unit === 'ns' && !raw.has(metric));
  const keyOf = ({ scenario, metric, clock }: SummaryRow) => `${scenario}\n${metric}\n${clock}`;
  const keys = [...new Set(times.map(keyOf))];
  const found = keys.flatMap((key) => ofMetric(times.filter((row) => keyOf(row) === key)));
  if (found.length === 0) return [];
  const text = `in some boots a repetition lies more than ten median deviations from the others (medians stand, means would not): ${found.join('; ')}`;
  return [{ severity: 'info', text }];
}
/** `create_latency, wall clock: in 4 of 60 cells, 1 of them the first`; nothing where no boot has one. */
function ofMetric(rows: readonly SummaryRow[]): string[] {
  const samples = rows.flatMap((row) => row.samples).filter(({ values }) => values.length >= LEAST);
  const far = samples.map(farIterations).filter(({ length }) => length > 0);
  const first = far.filter((places) => places.includes(0)).length;
  const { metric, clock } = rows[0]!;
  const how = `in ${far.length} of ${samples.length} cells of single boots, ${first} of them the first`;
  return far.length === 0 ? [] : [`${metric}, ${clockName(clock)}: ${how}`];
}

/** Places of the values that lie far from the others of one boot. */
const farIterations = ({ values }: Pick<BootSample, 'values'>): number[] =>
  modifiedZ(values).flatMap((score, place) => (Math.abs(score) > OUTLIER ? [place] : []));
