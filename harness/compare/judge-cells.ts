import { bootMediansOf, type SummaryRow } from '../cells/summary-row.js';
import { compareCells, type Inference, withHolm } from '../effects/comparison.js';
import type { RatioEffect } from '../effects/ratio-effect.js';
import { independentEquivalence } from '../stats/equivalence.js';
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

/** Two-sided. */
const ALPHA = 0.05;

/**
 * The verdict on each pair of cells. `threshold` is the least relative change that matters, 0.05 for 5 %.
 *
 * Exact clock: a change is one when it is beyond the threshold and no boot of one run lies within the range of
 * the other's. Real clock: when Mann–Whitney's p, after Holm over all cells judged in the clock, is at most 0.05
 * and the ratio is beyond the threshold; "no change" only when two one-sided t tests put the ratio within the threshold. Whatever
 * is neither is inconclusive. Metrics without a better direction, raw ones and, on the instruction clock, those that
 * single packets decide are shown and not judged.
 */
export function judgeCells(
  pairs: readonly { base: SummaryRow; next: SummaryRow }[],
  metricOf: (row: SummaryRow) => Metric | undefined,
  raw: ReadonlySet<string>,
  threshold: number,
): JudgedCell[] {
  const cells = pairs.map(comparePair);
  const why = ({ next }: CellPair) => notJudged(next, metricOf(next), raw);
  const adjusted = withHolm(cells.filter((cell) => why(cell) === null && cell.next.clock === 'wall'));
  const family = adjusted.length;
  const corrected = new Map(adjusted.map((cell) => [cell.next, cell]));
  return cells.map((plain) => {
    const reason = why(plain);
    const cell = corrected.get(plain.next) ?? plain;
    if (reason !== null) return { ...cell, verdict: 'not judged', reason };
    const lowerIsBetter = metricOf(cell.next)!.better === 'lower';
    return { ...cell, ...verdictOf(cell, lowerIsBetter, threshold, family) };
  });
}

function comparePair({ base, next }: { base: SummaryRow; next: SummaryRow }): CellPair {
  const { ratio, inference } = compareCells(next, base, false);
  return { next, base, ratio, ...(inference && { inference }) };
}

function notJudged(next: SummaryRow, metric: Metric | undefined, raw: ReadonlySet<string>): string | null {
  if (metric === undefined || metric.better === 'neither') return 'no direction is better';
  if (raw.has(next.metric)) return 'raw values, judged by their quantiles';
  if (next.clock === 'instructions' && metric.nondeterministic === true)
    return 'single packets or ticks decide it';
  return null;
}

function verdictOf(
  { next, base, inference }: CellPair,
  lowerIsBetter: boolean,
  threshold: number,
  family: number,
): Pick<JudgedCell, 'verdict' | 'reason'> {
  const change = changeOf(next.median, base.median);
  const beyond = Math.abs(change) > threshold;
  const changed = change > 0 === lowerIsBetter ? 'regression' : 'improvement';
  if (next.clock === 'instructions') {
    if (!beyond) return { verdict: 'no change' };
    const apart = next.min > base.max || next.max < base.min;
    return apart ? { verdict: changed } : { verdict: 'inconclusive', reason: 'the boots’ ranges overlap' };
  }
  if (inference!.adjustedP <= ALPHA && beyond) return { verdict: changed };
  if (isEquivalent(next, base, threshold)) return { verdict: 'no change' };
  const least = 2 / combinations(next.boots + base.boots, base.boots);
  if (least * family > ALPHA) {
    return {
      verdict: 'inconclusive',
      reason: `${next.boots} and ${base.boots} boots; a change among ${family} cells needs ${bootsFor(family)} each`,
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

function isEquivalent(next: SummaryRow, base: SummaryRow, threshold: number): boolean {
  if (next.min === next.max && base.min === base.max && next.min === base.min) return true;
  if (next.min <= 0 || base.min <= 0) return false;
  const test = independentEquivalence(bootMediansOf(next), bootMediansOf(base), threshold);
  return test.kind === 'tested' && test.equivalent;
}

/** Boots of either run from which Holm's first step over so many cells can be passed. */
function bootsFor(family: number): number {
  let boots = 2;
  while ((2 / combinations(2 * boots, boots)) * family > ALPHA) boots += 1;
  return boots;
}

function combinations(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}
