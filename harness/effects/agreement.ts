import { applyingFactors } from '../cells/cell.js';
import { bootMediansOf, type SummaryRow } from '../cells/summary-row.js';
import { relativeDifference } from '../stats/relative-difference.js';
import type { Metric, Notice, Unit } from '../types.js';
import { formatPercent } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';

/** Above this relative difference boots of the instruction clock do not repeat as that clock promises. */
export const AGREEMENT_LIMIT = 0.005;

/** The cell of one unit whose boots differ most. */
export interface LargestDifference {
  unit: Unit;
  difference: number;
  cell: SummaryRow;
}

/** One metric over all its cells that two instruction-clock boots measured. */
export interface MetricAgreement {
  metric: string;
  cells: number;
  largest: LargestDifference;
}

export interface Agreement {
  /** Of all times; null when no time was measured in two instruction-clock boots. */
  times: LargestDifference | null;
  /** Every metric that was compared, in the order of the rows; only times are held to the limit. */
  compared: MetricAgreement[];
  excluded: string[];
  notice: Notice | null;
}

/**
 * How far the boots of the instruction clock agree: per cell the relative difference of its boots' medians, and
 * the largest of them. Cells of the wall clock and cells of one boot do not count, nor do metrics that their scenario says are
 * not determined by a instruction clock.
 */
export function exactAgreement(
  rows: readonly SummaryRow[],
  declared: readonly Pick<Metric, 'name' | 'nondeterministic'>[],
): Agreement {
  const excluded = new Set(
    declared.filter(({ nondeterministic }) => nondeterministic).map(({ name }) => name),
  );
  const repeated = rows.filter((row) => row.clock === 'instructions' && row.boots > 1);
  const metrics = [...new Set(repeated.map((row) => row.metric))];
  const compared = metrics
    .filter((metric) => !excluded.has(metric))
    .map((metric) =>
      metricAgreement(
        metric,
        repeated.filter((row) => row.metric === metric),
      ),
    );
  const times = largestOf(compared.map(({ largest }) => largest).filter(({ unit }) => unit === 'ns'));
  return {
    times,
    compared,
    excluded: metrics.filter((metric) => excluded.has(metric)),
    notice: times && times.difference > AGREEMENT_LIMIT ? noticeOf(times) : null,
  };
}

function metricAgreement(metric: string, cells: readonly SummaryRow[]): MetricAgreement {
  const differences = cells.map((cell) => ({
    unit: cell.unit,
    difference: relativeDifference(bootMediansOf(cell)),
    cell,
  }));
  return { metric, cells: cells.length, largest: largestOf(differences) as LargestDifference };
}

/** The first of the largest; null of none. */
function largestOf(differences: readonly LargestDifference[]): LargestDifference | null {
  return differences.reduce<LargestDifference | null>(
    (most, one) => (most === null || one.difference > most.difference ? one : most),
    null,
  );
}

function noticeOf(times: LargestDifference): Notice {
  const most = `${formatPercent(times.difference)} between boots: ${differencePlace(times)}`;
  return {
    severity: 'warning',
    text: `instruction-clock cells differ by up to ${most} (limit ${formatPercent(AGREEMENT_LIMIT)})`,
  };
}

/** Where the largest difference was seen: scenario, metric and every factor of the cell. */
export function differencePlace({ cell }: LargestDifference): string {
  const names = applyingFactors(cell);
  return `${cell.scenario}, ${cell.metric}, ${cellPhrase(cell, names)}`;
}
