import { open } from 'node:fs/promises';
import { z } from 'zod';

/** One line of journal.jsonl: what happened to a trial, appended and flushed as it happens. */
export const journalEntry = z.looseObject({
  at: z.iso.datetime(),
  event: z.enum(['run-start', 'run-resume', 'trial-start', 'trial-end', 'notice', 'run-end']),
  trial: z.string().optional(),
  status: z.enum(['done', 'marked', 'failed']).optional(),
});

export type JournalEntry = z.infer<typeof journalEntry>;

/** Appends to a journal; each entry is on the disk when the promise resolves. */
export async function openJournal(path: string) {
  const file = await open(path, 'a');
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
