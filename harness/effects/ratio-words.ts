import { estimateWords } from '../words/estimate-words.js';
import type { ComparedCell } from './comparison.js';

/** The ratio with its interval on the wall clock, or the range of single boots where none exists. */
export function ratioWords({ ratio, before: { clock } }: Pick<ComparedCell, 'ratio' | 'before'>): string {
  return ratio === null ? 'none (divisor 0)' : estimateWords(ratio, 'ratio', clock);
}
