import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetProcess, recordProcess } from './process-record.js';
import type { UndoStack } from './undo.js';

/**
 * Makes an empty folder for temporary files, which nobody else can read. It is on record before it is there, so that `netknee
 * clean` finds it whenever this process is killed, and `undo` removes it.
 * @param label what it is for, as `clean` says it
 * @returns its path
 */
export async function temporaryFolder(label: string, undo: UndoStack): Promise<string> {
  const folder = join(tmpdir(), `netknee-${randomUUID()}`);
  const record = await recordProcess(label, folder);
  undo.register('record of a temporary folder', () => forgetProcess(record));
  undo.register('temporary folder', () => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { mode: 0o700 });
  return folder;
}
