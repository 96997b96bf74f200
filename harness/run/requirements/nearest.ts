import { closest } from 'fastest-levenshtein';

/** The known word that is nearest to what was typed. */
export const nearest = (word: string, known: readonly string[]): string => closest(word, known);
