import { readJournal } from '../results/journal.js';

/**
 * Pure: the entries of several journals as one, by their time; entries of one time keep the order given. Each journal is
 * read as far as it is whole.
 */
export const mergeJournals = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => readJournal(text))
    .sort(({ entry: a }, { entry: b }) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ line }) => `${line}\n`)
    .join('');
