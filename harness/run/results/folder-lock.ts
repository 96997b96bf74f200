import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { EXIT, Failure } from '../../failure.js';
import { readText } from '../../machine/files/regular-file.js';
import { makeResultsFolder } from '../../machine/host/make-folder.js';
import type { UndoStack } from '../../machine/process/cleanup.js';
import { forgetProcess, isAlive, recordProcess, startTimeOf } from '../../machine/process/process-record.js';

/** In a results folder as long as somebody writes to it. */
export const LOCK = 'running.json';

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

const owner = z.strictObject({ pid: z.number().int().positive(), startTime: z.string() });
type Owner = z.infer<typeof owner>;

/**
 * Takes a results folder for this process until `cleanup` gives it back, and makes it if it is not there. One that a dead
 * process left is taken over. It is on record first, for `netknee clean`.
 * @throws Failure (usage) that names the process which has it
 */
export async function lockFolder(folder: string, cleanup: UndoStack): Promise<void> {
  const record = await recordProcess('a results folder', resolve(folder));
  cleanup.register('record of the results folder', () => forgetProcess(record));
  await makeResultsFolder(folder);
  const path = join(folder, LOCK);
  const me: Owner = { pid: process.pid, startTime: (await startTimeOf(process.pid)) ?? '' };
  while (!(await claim(path, me))) {
    const other = await readOwner(path);
    if (other !== undefined && (await isAlive(other))) {
      throw new Failure({
        what: `${folder} is being written by another netknee (pid ${other.pid})`,
        exit: EXIT.usage,
        remedy: `Wait for it to end (ps -p ${other.pid}), then say it again.`,
      });
    }
    await removeDead(path, me);
  }
  cleanup.register('lock of the results folder', () => rm(path, { force: true }));
}

/** Whether this name was free and is ours now. The file is there with all that it says, or not at all. */
async function claim(path: string, me: Owner): Promise<boolean> {
  const own = `${path}.${me.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(own, JSON.stringify(me), { flag: 'wx' });
    await link(own, path).catch((error) => {
      // Some file systems have no links.
      if (!NO_LINKS.includes(error.code)) throw error;
      return writeFile(path, JSON.stringify(me), { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes the lock of a dead process. One alone may do so at a time: else the second would remove what the first put there. */
async function removeDead(path: string, me: Owner): Promise<void> {
  const turn = `${path}.turn`;
  if (!(await claim(turn, me))) {
    const other = await readOwner(turn);
    if (other === undefined || !(await isAlive(other))) await rm(turn, { force: true });
    await wait(20);
    return;
  }
  try {
    const owner = await readOwner(path);
    if (owner === undefined || !(await isAlive(owner))) await rm(path, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

/** Whether a living process has a results folder. */
export async function isLocked(folder: string): Promise<boolean> {
  const other = await readOwner(join(folder, LOCK));
  return other !== undefined && (await isAlive(other));
}

/** Undefined for one that is gone meanwhile, or that a process left half-written. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return owner.parse(JSON.parse(await readText(path)));
  } catch {
    return undefined;
  }
}
