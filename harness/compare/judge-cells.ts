import { isNondeterministic } from '../cells/nondeterministic.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type ComparedCell, compareCells, type Inference, withP } from '../effects/comparison.js';
import type { RatioEffect } from '../effects/ratio-effect.js';
import { BOOTS_NEEDED } from '../stats/label-exchange.js';
import type { Metric } from '../types.js';

/** Worst first. */
export const VERDICT_ORDER = [
  'regression',
  'improvement',
  'inconclusive',
  'no change',
  'not judged',
] as const;
export type CellVerdict = (typeof VERDICT_ORDER)[number];

/** One cell of two runs. */
export interface CellPair {
  next: SummaryRow;
  base: SummaryRow;
  /** Next over base; null where the base is 0. */
  ratio: RatioEffect | null;
  /** Its shift is next minus base. Absent on the instruction clock. */
  inference?: Inference;
}

export interface JudgedCell extends CellPair {
  verdict: CellVerdict;
  reason?: string;
}

const ALPHA = 0.05;

/**
 * The verdict on each pair of cells. `threshold` is the least relative change that matters, 0.05 for 5 %.
 *
 * Exact clock: a change is one when it is beyond the threshold and no boot of one run lies within the range of
 * the other's. Wall clock: when p, adjusted for all cells judged in the clock, is at most 0.05 and the ratio is beyond the
 * threshold; "no change" only when the ratio's 95 % interval lies within the threshold. Whatever is neither is inconclusive. Metrics without a better direction, raw ones and, on the instruction clock, those that
 * single packets decide are shown and not judged.
 */
export function judgeCells(
  pairs: readonly { base: SummaryRow; next: SummaryRow }[],
  metricOf: (row: SummaryRow) => Metric | undefined,
  raw: ReadonlySet<string>,
  threshold: number,
): JudgedCell[] {
  const compared = pairs.map(({ base, next }) => compareCells(next, base, false));
  const why = ({ before }: ComparedCell) => notJudged(before, metricOf(before), raw);
  // What is not judged takes no part in the correction either.
  const judged = withP(compared.filter((cell) => why(cell) === null));
  const corrected = new Map(judged.map((cell) => [cell.before, cell]));
  return compared.map((plain) => {
    const reason = why(plain);
    const cell = cellPair(corrected.get(plain.before) ?? plain);
    if (reason !== null) return { ...cell, verdict: 'not judged', reason };
    const lowerIsBetter = metricOf(cell.next)!.better === 'lower';
    return { ...cell, ...verdictOf(cell, lowerIsBetter, threshold) };
  });
}

const cellPair = ({ before, after, ratio, inference }: ComparedCell): CellPair => ({
  ...{ next: before, base: after, ratio },
  ...(inference && { inference }),
});

function notJudged(next: SummaryRow, metric: Metric | undefined, raw: ReadonlySet<string>): string | null {
  if (metric === undefined || metric.better === 'neither') return 'no direction is better';
  if (raw.has(next.metric)) return 'raw values, judged by their quantiles';
  if (next.clock === 'instructions' && isNondeterministic(metric, next))
    return 'chance decides it, instructions counted or not';
  return null;
}

function verdictOf(
  { next, base, ratio, inference }: CellPair,
  lowerIsBetter: boolean,
  threshold: number,
): Pick<JudgedCell, 'verdict' | 'reason'> {
  const change = changeOf(next.median, base.median);
  const beyond = Math.abs(change) > threshold;
  const changed = change > 0 === lowerIsBetter ? 'regression' : 'improvement';
  if (next.clock === 'instructions') {
    if (!beyond) return { verdict: 'no change' };
    const apart = next.min > base.max || next.max < base.min;
    return apart ? { verdict: changed } : { verdict: 'inconclusive', reason: 'the boots’ ranges overlap' };
  }
  const p = inference?.p ?? null;
  if (p !== null && p <= ALPHA && beyond) return { verdict: changed };
  if (isWithin(next, base, ratio, threshold)) return { verdict: 'no change' };
  if (p === null) {
    return {
      verdict: 'inconclusive',
      reason: `${next.boots} and ${base.boots} boots; a change needs ${BOOTS_NEEDED} each`,
    };
  }
  return {
    verdict: 'inconclusive',
    reason: beyond ? 'not significant' : 'not shown to be within the threshold',
  };
}

/** Relative to the base; from 0 to anything else is without bound. */
function changeOf(next: number, base: number): number {
  if (next === base) return 0;
  return base === 0 ? Math.sign(next) * Number.POSITIVE_INFINITY : (next - base) / Math.abs(base);
}

/** Whether all that the ratio may be lies within the threshold; cells that are equal to the last digit are. */
function isWithin(next: SummaryRow, base: SummaryRow, ratio: CellPair['ratio'], threshold: number): boolean {
  if (next.min === next.max && base.min === base.max && next.min === base.min) return true;
  if (ratio === null || ratio.interval.kind === 'insufficient') return false;
  const { low, high } = ratio.interval;
  return low >= 1 / (1 + threshold) && high <= 1 + threshold;
}
