import { formatValue, formatWithin } from '../words/format.js';
import type { ComparedCell } from './comparison.js';

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
