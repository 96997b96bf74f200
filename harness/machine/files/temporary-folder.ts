import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UndoStack } from '../process/cleanup.js';
import { forgetProcess, recordProcess } from '../process/process-record.js';
import { removeTree } from './remove-tree.js';

/**
 * Makes an empty folder for temporary files, which nobody else can read; paths of sockets in it stay below 108 characters. It
 * is on record before it is there, so that `netknee clean` finds it whenever this process is killed, and `cleanup` removes it.
 * @param label what it is for, as `clean` says it
 * @param mode 0755 where a program that runs as another user must reach into it
 * @returns its path
 */
export async function temporaryFolder(label: string, cleanup: UndoStack, mode = 0o700): Promise<string> {
  const folder = join(tmpdir(), `netknee-${randomBytes(4).toString('hex')}`);
  const record = await recordProcess(label, folder);
  cleanup.register('record of a temporary folder', () => forgetProcess(record));
  cleanup.register('temporary folder', () => removeTree(folder));
  await mkdir(folder, { mode });
  return folder;
}
