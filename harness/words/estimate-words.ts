import type { Interval } from '../stats/interval.js';
import type { Clock, Unit } from '../types.js';
import { formatValue, formatWithin } from './format.js';

/** A number across boots, with both things that may bear it. */
export interface Estimate {
  estimate: number;
  interval: Interval;
  /** Smallest and largest of single boots. */
  range: { low: number; high: number };
  boots: number;
}

/**
 * What bears an estimate: the interval across boots on the wall clock, where one exists; else the range of its
 * boots, which is the error of the instruction clock.
 */
export function boundsOf(
  { interval, range }: Pick<Estimate, 'interval' | 'range'>,
  clock: Clock,
): { by: 'interval' | 'boots'; low: number; high: number } {
  return clock === 'wall' && interval.kind === 'interval'
    ? { by: 'interval', low: interval.low, high: interval.high }
    : { by: 'boots', low: range.low, high: range.high };
}

/** `5.31 [4.90–5.72] ms` by an interval, `16.8 (16.7–16.9)×` by the boots' range, `2.50 ms` of one boot. */
export function estimateWords(of: Estimate, unit: Unit, clock: Clock): string {
  const bounds = boundsOf(of, clock);
  if (bounds.by === 'interval') return formatWithin(of.estimate, bounds, unit, '[]');
  return of.boots > 1 ? formatWithin(of.estimate, bounds, unit, '()') : formatValue(of.estimate, unit);
}
