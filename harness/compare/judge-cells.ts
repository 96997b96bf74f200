import type { SummaryRow } from '../cells/summary-row.js';
import { type ComparedCell, compareCells, withHolm } from '../effects/comparison.js';
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

export interface JudgedCell {
  /** `before` is the new run's cell and `after` the base's, so that the ratio reads new over base. */
  compared: ComparedCell;
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
  const cells = pairs.map(({ base, next }) => compareCells(next, base, false));
  const why = (cell: ComparedCell) => notJudged(cell, metricOf(cell.before), raw);
  const adjusted = withHolm(cells.filter((cell) => why(cell) === null && cell.before.clock === 'wall'));
  const family = adjusted.length;
  const corrected = new Map(adjusted.map((cell) => [cell.before, cell]));
  return cells.map((plain) => {
    const reason = why(plain);
    const cell = corrected.get(plain.before) ?? plain;
    if (reason !== null) return { compared: cell, verdict: 'not judged', reason };
    const lowerIsBetter = metricOf(cell.before)!.better === 'lower';
    return { compared: cell, ...verdictOf(cell, lowerIsBetter, threshold, family) };
  });
}

function notJudged(
  { before }: ComparedCell,
  metric: Metric | undefined,
  raw: ReadonlySet<string>,
): string | null {
  if (metric === undefined || metric.better === 'neither') return 'no direction is better';
  if (raw.has(before.metric)) return 'raw values, judged by their quantiles';
  if (before.clock === 'instructions' && metric.nondeterministic === true)
    return 'single packets or ticks decide it';
  return null;
}

function verdictOf(
  cell: ComparedCell,
  lowerIsBetter: boolean,
  threshold: number,
  family: number,
): Pick<JudgedCell, 'verdict' | 'reason'> {
  const { before: next, after: base } = cell;
  const change = changeOf(next.median, base.median);
  const beyond = Math.abs(change) > threshold;
  const changed = change > 0 === lowerIsBetter ? 'regression' : 'improvement';
  if (next.clock === 'instructions') {
    if (!beyond) return { verdict: 'no change' };
    const apart = next.min > base.max || next.max < base.min;
    return apart ? { verdict: changed } : { verdict: 'inconclusive', reason: 'the boots’ ranges overlap' };
  }
  if (cell.inference!.adjustedP <= ALPHA && beyond) return { verdict: changed };
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
  const test = independentEquivalence(next.bootMedians, base.bootMedians, threshold);
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
