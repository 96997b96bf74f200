import type { FactorLevel, Measure } from '../types.js';
import { levelPhrase } from '../words/level-words.js';

/** Levels that every run has. */
const ENDS: readonly (FactorLevel | null)[] = ['highest', 'lowest'];

/** What a run must have to answer a measure, as far as the claim names it: `a run with 2,000 namespaces, reverted, upstream`. */
export function neededWords(measure: Exclude<Measure, { type: 'not-measured' }>): string {
  const places = measure.type === 'ratio' ? [measure.over, measure.under] : [measure.where];
  const phrases = places
    .flatMap((place) => Object.entries(place))
    .flatMap(([name, level]) => (level === null || ENDS.includes(level) ? [] : [levelPhrase(name, level)]));
  return phrases.length === 0
    ? `a run that measures ${measure.metric}`
    : `a run with ${[...new Set(phrases)].join(', ')}`;
}
