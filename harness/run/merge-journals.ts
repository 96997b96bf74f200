import { journalEntry } from './journal.js';

/**
 * The entries of several journals as one, by their time; entries of one time keep the order given. A last line without
 * an end, of a machine that died as it wrote, is left out: it says nothing whole.
 *
 * @throws ZodError or SyntaxError on a line that is no entry
 */
export function mergeJournals(texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split('\n').slice(0, -1));
  return lines
    .map((line) => ({ line, at: journalEntry.parse(JSON.parse(line)).at }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ line }) => `${line}\n`)
    .join('');
}
