import { constants } from 'node:fs';
import { z } from 'zod';
import { openRegular, readTextIfThere } from '../../machine/files/regular-file.js';

/** One line of journal.jsonl: what happened to a trial, appended and flushed as it happens. */
export const journalEntry = z.looseObject({
  at: z.iso.datetime(),
  event: z.enum(['run-start', 'run-resume', 'trial-start', 'trial-end', 'notice', 'run-end']),
  trial: z.string().optional(),
  status: z.enum(['done', 'disturbed', 'failed']).optional(),
});

export type JournalEntry = z.infer<typeof journalEntry>;

/** A line as it stands, and what it says. */
export interface JournalLine {
  line: string;
  entry: JournalEntry;
}

/**
 * Pure: the one reader of journals. It ends at the first line that is torn, as a machine leaves it that dies while it
 * writes: what follows such a line was written by nobody who had read it.
 */
export function readJournal(text: string): JournalLine[] {
  const lines: JournalLine[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = entryOf(line);
    if (entry === undefined) break;
    lines.push({ line, entry });
  }
  return lines;
}

function entryOf(line: string): JournalEntry | undefined {
  try {
    return journalEntry.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Appends to a journal, from which a torn end is cut off first; each entry is on the disk when the promise resolves. */
export async function openJournal(path: string) {
  const text = (await readTextIfThere(path)) ?? '';
  const file = await openRegular(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
  const whole = readJournal(text).reduce((bytes, { line }) => bytes + Buffer.byteLength(line) + 1, 0);
  if (whole < Buffer.byteLength(text)) await file.truncate(whole);
  // One line at a time: trials that end together must not write into each other.
  let last: Promise<void> = Promise.resolve();
  return {
    append: (entry: Omit<JournalEntry, 'at'>): Promise<void> => {
      const line = `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
      last = last.then(async () => {
        await file.write(line);
        await file.sync();
      });
      return last;
    },
    close: () => last.finally(() => file.close()),
  };
}

export type Journal = Awaited<ReturnType<typeof openJournal>>;
