import type { BootSample } from '../cells/samples.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { modifiedZ, OUTLIER } from '../stats/modified-z.js';
import type { Notice } from '../types.js';

/** Repetitions from which one of them can be said to be unlike the others. */
const LEAST = 5;

/**
 * What repetitions of a time inside one boot have values far from the boot's others: a notice a metric. Medians are not moved by
 * them; a first one among them says that something was cold. @param raw metrics whose single values are the finding
 */
export function outlierNotices(rows: readonly SummaryRow[], raw: ReadonlySet<string>): Notice[] {
  const times = rows.filter(({ unit, metric }) => unit === 'ns' && !raw.has(metric));
  const metrics = [
    ...new Set(times.map(({ scenario, metric, clock }) => `${scenario}\n${metric}\n${clock}`)),
  ];
  return metrics.flatMap((key): Notice[] => {
    const [scenario, metric, clock] = key.split('\n');
    const samples = times
      .filter((row) => row.scenario === scenario && row.metric === metric && row.clock === clock)
      .flatMap((row) => row.samples)
      .filter(({ values }) => values.length >= LEAST);
    const far = samples.map(farIterations).filter(({ length }) => length > 0);
    if (far.length === 0) return [];
    const first = far.filter((places) => places.includes(0)).length;
    const text =
      `${metric} of ${scenario}, ${clock === 'wall' ? 'wall' : 'instruction'} clock: in ${far.length} of ${samples.length} boots’ cells a repetition lies more than ` +
      `ten median deviations from the others, in ${first} of them the first; medians stand, means would not`;
    return [{ severity: 'info', text }];
  });
}

/** Places of the values that lie far from the others of one boot. */
const farIterations = ({ values }: Pick<BootSample, 'values'>): number[] =>
  modifiedZ(values).flatMap((score, place) => (Math.abs(score) > OUTLIER ? [place] : []));
