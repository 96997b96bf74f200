import { createHash, type Hash } from 'node:crypto';
import type { TrialRecord, TrialRows } from '../../types.js';

/** A trial's rows as they stand in observations.csv: their number, and the digest of their lines. */
export type RowsByTrial = Map<string, TrialRows>;

interface Open {
  trial: string;
  /** What a line of this trial begins with. */
  prefix: string;
  rows: number;
  hash: Hash;
}

/** Characters; a line of observations.csv has some two hundred. */
export const LONGEST_LINE = 1 << 16;

/** A line that is none of netknee's: what reads it must not wait for its end. */
export class LongLine extends Error {
  constructor(text: string) {
    super(
      `a line has more than ${LONGEST_LINE.toLocaleString('en')} characters; it begins "${text.slice(0, 40)}"`,
    );
  }
}

/**
 * Counts and digests the lines of an observations.csv, trial by trial, from its text in any pieces.
 * @throws Error for rows of a trial that stand in two places: one of them was put there by somebody else
 */
export class TrialDigests {
  readonly #done: RowsByTrial = new Map();
  #open: Open | undefined;
  #rest = '';
  #inHeader = true;
  readonly #disorder: (trial: string) => void;

  /** @param despiteDisorder rows in a second place are counted alone, and nothing is thrown */
  constructor(despiteDisorder = false) {
    this.#disorder = (trial) => {
      if (!despiteDisorder) throw new Error(`rows of trial ${JSON.stringify(trial)} stand in two places`);
    };
  }

  /** @throws LongLine for a text without line ends, which would be held whole */
  add(piece: string): void {
    const text = this.#rest + piece;
    if (this.#rest.length > LONGEST_LINE) throw new LongLine(text);
    let begin = 0;
    if (this.#inHeader) {
      const end = text.indexOf('\n');
      if (end < 0) {
        this.#rest = text;
        return;
      }
      this.#inHeader = false;
      begin = end + 1;
    }
    // Lines of one trial are digested together, as long as they follow one another.
    let from = begin;
    for (let end = text.indexOf('\n', begin); end >= 0; end = text.indexOf('\n', begin)) {
      if (this.#open === undefined || !text.startsWith(this.#open.prefix, begin)) {
        this.#open?.hash.update(text.slice(from, begin));
        from = begin;
        this.#close();
        this.#begin(text.slice(begin, end));
      }
      this.#open!.rows += 1;
      begin = end + 1;
    }
    this.#open?.hash.update(text.slice(from, begin));
    this.#rest = text.slice(begin);
  }

  /** @returns what was found; a last line without its end counts for nothing */
  end(): RowsByTrial {
    this.#close();
    return this.#done;
  }

  #begin(line: string): void {
    const [run = '', trial = ''] = line.split(',', 2);
    if (this.#done.has(trial)) this.#disorder(trial);
    this.#open = { trial, prefix: `${run},${trial},`, rows: 0, hash: createHash('sha256') };
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { trial, rows, hash } = this.#open;
    this.#done.set(trial, { rows, sha256: hash.digest('hex') });
    this.#open = undefined;
  }
}

/** Of the whole text of an observations.csv. */
export function rowsByTrial(csv: string): RowsByTrial {
  const digests = new TrialDigests();
  digests.add(csv);
  return digests.end();
}

/** Of the text of a CSV that has rows of one trial alone. */
export function rowsOf(csv: string): TrialRows {
  const [rows] = [...rowsByTrial(csv).values()];
  return rows ?? NO_ROWS;
}

/** What stands for a trial that measured nothing. */
export const NO_ROWS: TrialRows = { rows: 0, sha256: createHash('sha256').digest('hex') };

/**
 * Pure: how the rows that were found differ from those that the manifest says were measured, a line a trial. Trials of a
 * manifest that was written before rows were counted are not judged.
 */
export function rowProblems(
  found: RowsByTrial,
  records: readonly Pick<TrialRecord, 'id' | 'rows'>[],
): string[] {
  return records.flatMap(({ id, rows }) => {
    if (rows === undefined) return [];
    const here = found.get(id) ?? NO_ROWS;
    if (here.rows !== rows.rows) return [`${id}: ${here.rows} rows, ${rows.rows} were measured`];
    return here.sha256 === rows.sha256 ? [] : [`${id}: ${rows.rows} rows, not those that were measured`];
  });
}
