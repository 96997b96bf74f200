import { mean } from 'simple-statistics';
import { applyingFactors } from '../cells/cell.js';
import { isByChance } from '../cells/nondeterministic.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { relativeDifference } from '../stats/relative-difference.js';
import type { Metric, Notice, Plan, Unit } from '../types.js';
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
  /** Between boots that took the treatments in one order; null where no two did. */
  repeated: LargestDifference | null;
  /** Between the boots of one order and those of the mirrored one; null where one order has none. */
  mirrored: LargestDifference | null;
}

export interface Agreement {
  /** Of all times; null when no time was measured in two such boots. */
  times: Pick<MetricAgreement, 'repeated' | 'mirrored'>;
  /** Every metric that was compared, in the order of the rows; only times are held to the limit. */
  compared: MetricAgreement[];
  /** Metrics that chance decides in one of these cells or more: those cells are not compared. */
  excluded: string[];
  notice: Notice | null;
}

/** Trials that went through their orders backwards. */
export const mirroredTrials = (plan: Pick<Plan, 'trials'>): ReadonlySet<string> =>
  new Set(plan.trials.filter((trial) => trial.mirrored).map(({ id }) => id));

/**
 * How far the boots of the instruction clock agree: per cell the relative difference of its boots' medians, and the largest of
 * them. Boots of one order tell how well a figure repeats; those of mirrored orders what place in the order does to it, and with one
 * boot each what does not repeat as well. Cells of the wall clock and cells of one boot do not count, nor do metrics that their
 * scenario says are not determined by an instruction clock.
 * @param backwards trials that took the mirrored order
 */
export function exactAgreement(
  rows: readonly SummaryRow[],
  declared: readonly Pick<Metric, 'name' | 'nondeterministic'>[],
  backwards: ReadonlySet<string>,
): Agreement {
  const several = rows.filter((row) => row.clock === 'instructions' && row.boots > 1);
  const held = several.filter((row) => !isByChance(row, declared));
  const compared = metricsOf(held).map((metric) =>
    metricAgreement(
      metric,
      held.filter((row) => row.metric === metric),
      backwards,
    ),
  );
  const largestTime = (of: 'repeated' | 'mirrored') =>
    largestOf(compared.flatMap((one) => (one[of]?.unit === 'ns' ? [one[of]] : [])));
  const times = { repeated: largestTime('repeated'), mirrored: largestTime('mirrored') };
  return {
    times,
    compared,
    excluded: metricsOf(several.filter((row) => isByChance(row, declared))),
    notice: noticeOf(times),
  };
}

const metricsOf = (rows: readonly SummaryRow[]): string[] => [...new Set(rows.map(({ metric }) => metric))];

function metricAgreement(
  metric: string,
  cells: readonly SummaryRow[],
  backwards: ReadonlySet<string>,
): MetricAgreement {
  const orders = cells.map((cell) => ({
    cell,
    medians: [false, true].map((back) =>
      cell.samples.filter(({ trial }) => backwards.has(trial) === back).map(({ median }) => median),
    ),
  }));
  const difference = (cell: SummaryRow, values: readonly number[]): LargestDifference[] =>
    values.length < 2 ? [] : [{ unit: cell.unit, difference: relativeDifference(values), cell }];
  return {
    metric,
    cells: cells.length,
    repeated: largestOf(
      orders.flatMap(({ cell, medians }) => medians.flatMap((values) => difference(cell, values))),
    ),
    mirrored: largestOf(
      orders.flatMap(({ cell, medians }) => {
        const ofOrders = medians.filter((values) => values.length > 0).map(mean);
        return difference(cell, ofOrders);
      }),
    ),
  };
}

/** The first of the largest; null of none. */
function largestOf(differences: readonly LargestDifference[]): LargestDifference | null {
  return differences.reduce<LargestDifference | null>(
    (most, one) => (most === null || one.difference > most.difference ? one : most),
    null,
  );
}

function noticeOf({ repeated, mirrored }: Agreement['times']): Notice | null {
  const limit = `(limit ${formatPercent(AGREEMENT_LIMIT)})`;
  const up = (one: LargestDifference) => `up to ${formatPercent(one.difference)}`;
  if (repeated && repeated.difference > AGREEMENT_LIMIT) {
    const text = `instruction-clock cells differ by ${up(repeated)} between boots: ${differencePlace(repeated)} ${limit}`;
    return { severity: 'warning', text };
  }
  if (mirrored === null || mirrored.difference <= AGREEMENT_LIMIT) return null;
  const text = `place in the order of treatments changes instruction-clock times by ${up(mirrored)}: ${differencePlace(mirrored)}; figures are medians over both orders`;
  return { severity: 'info', text };
}

/** Where the largest difference was seen: scenario, metric and every factor of the cell. */
export function differencePlace({ cell }: LargestDifference): string {
  const names = applyingFactors(cell);
  return `${cell.scenario}, ${cell.metric}, ${cellPhrase(cell, names)}`;
}
