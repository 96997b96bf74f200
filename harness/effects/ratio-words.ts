import type { Clock } from '../types.js';
import { estimateWords } from '../words/estimate-words.js';
import type { RatioEffect } from './ratio-effect.js';

/** The ratio with its interval on the wall clock, or the range of single boots where none exists. */
export function ratioWords(ratio: RatioEffect | null, clock: Clock): string {
  return ratio === null ? 'none (divisor 0)' : estimateWords(ratio, 'ratio', clock);
}
