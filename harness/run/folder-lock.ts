import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure } from '../failure.js';
import { callerMode } from '../machine/caller-environment.js';
import { forgetProcess, isAlive, recordProcess, startTimeOf } from '../machine/process-record.js';
import type { UndoStack } from '../machine/undo.js';

/** In a results folder as long as somebody writes to it. */
export const LOCK = 'running.json';

const owner = z.strictObject({ pid: z.number().int().positive(), startTime: z.string() });
type Owner = z.infer<typeof owner>;

/**
 * Takes a results folder for this process until `undo` gives it back, and makes it if it is not there. One that a dead
 * process left is taken over. It is on record first, for `netknee clean`.
 * @throws Failure (usage) that names the process which has it
 */
export async function lockFolder(folder: string, undo: UndoStack): Promise<void> {
  const record = await recordProcess('a results folder', resolve(folder));
  undo.register('record of the results folder', () => forgetProcess(record));
  await mkdir(folder, { recursive: true, mode: callerMode(0o777) });
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

/** Whether a living process has a results folder. */
export async function isLocked(folder: string): Promise<boolean> {
  const other = await readOwner(join(folder, LOCK));
  return other !== undefined && (await isAlive(other));
}

/** Undefined for one that is gone meanwhile, or that a process left half-written. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return owner.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
