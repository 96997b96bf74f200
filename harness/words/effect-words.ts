import type { Effect } from '../stats/interval.js';
import type { Unit } from '../types.js';
import { formatValue, formatWithin, threeDigits } from './format.js';

/** `5.31 [4.90–5.72] ms`; where no interval exists, the estimate and how many boots one needs. */
export function effectWords({ estimate, interval }: Effect, unit: Unit): string {
  if (interval.kind === 'interval') return formatWithin(estimate, interval, unit, '[]');
  return `${formatValue(estimate, unit)} (interval needs ${interval.need} boots)`;
}

/** `0.0312`, `< 0.0001`. */
export function pWords(p: number): string {
  return p < 0.0001 ? '< 0.0001' : threeDigits(p);
}
