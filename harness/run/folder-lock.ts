import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure } from '../failure.js';
import { isAlive, startTimeOf } from '../machine/process-record.js';
import { readText } from '../machine/regular-file.js';
import type { UndoStack } from '../machine/undo.js';

/** In a results folder as long as somebody writes to it. */
const LOCK = 'running.json';

const owner = z.strictObject({ pid: z.number().int().positive(), startTime: z.string() });
type Owner = z.infer<typeof owner>;

/**
 * Takes a results folder for this process until `undo` gives it back. One that a dead process left is taken over.
 * @throws Failure (usage) that names the process which has it
 */
export async function lockFolder(folder: string, undo: UndoStack): Promise<void> {
  const path = join(folder, LOCK);
  const me: Owner = { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(me), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = await readOwner(path);
    if (other !== undefined && (await isAlive(other))) {
      throw new Failure({
        what: `${folder} is being written by another netknee (pid ${other.pid})`,
        exit: EXIT.usage,
        remedy: `Wait for it to end (ps -p ${other.pid}), then say it again.`,
      });
    }
    // Moved first: of two that find the same dead owner one alone removes the lock.
    const dead = `${path}.dead-${process.pid}`;
    await rename(path, dead).catch(() => {});
    await rm(dead, { force: true });
  }
  undo.register('lock of the results folder', () => rm(path, { force: true }));
}

/** Undefined for one that is gone meanwhile, or that a process left half-written. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return owner.parse(JSON.parse(await readText(path)));
  } catch {
    return undefined;
  }
}
