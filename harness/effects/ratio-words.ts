import { estimateWords } from '../words/estimate-words.js';
import type { ComparedCell } from './comparison.js';

/** The ratio with its interval in the real lane, or the range of single boots where none exists. */
export function ratioWords({ ratio, before: { lane } }: Pick<ComparedCell, 'ratio' | 'before'>): string {
  return ratio === null ? 'none (divisor 0)' : estimateWords(ratio, 'ratio', lane);
}
