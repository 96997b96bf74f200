import type { MedianInterval } from '../stats/median-interval.js';

/** `exact 96.9 %` (the true coverage, not the one asked for) or `insufficient (need 6 boots)`. */
export function coverageWords(interval: MedianInterval): string {
  return interval.kind === 'interval'
    ? `exact ${(interval.coverage * 100).toFixed(1)} %`
    : `insufficient (need ${interval.need} boots)`;
}
