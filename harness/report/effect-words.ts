import type { Effect } from '../stats/interval.js';
import type { Lane, Unit } from '../types.js';
import type { ComparedCell } from './comparison.js';
import { formatValue, formatWithin, threeDigits } from './format.js';

/** `5.31 [4.90–5.72] ms`; where no interval exists, the estimate and how many boots one needs. */
export function effectWords({ estimate, interval }: Effect, unit: Unit, lane: Lane): string {
  if (interval.kind === 'interval') return formatWithin(estimate, interval, unit, lane, '[]');
  return `${formatValue(estimate, unit, lane)} (interval needs ${interval.need} boots)`;
}

/** The ratio with its interval in the real lane, or the range of single boots where none exists. */
export function ratioWords({ ratio, before: { lane } }: Pick<ComparedCell, 'ratio' | 'before'>): string {
  if (ratio === null) return 'none (divisor 0)';
  const { estimate, interval, range, boots } = ratio;
  if (lane === 'real' && interval.kind === 'interval') {
    return formatWithin(estimate, interval, 'ratio', lane, '[]');
  }
  return boots > 1
    ? formatWithin(estimate, range, 'ratio', lane, '()')
    : formatValue(estimate, 'ratio', lane);
}

/** `0.0312`, `< 0.0001`. */
export function pWords(p: number): string {
  return p < 0.0001 ? '< 0.0001' : threeDigits(p);
}
