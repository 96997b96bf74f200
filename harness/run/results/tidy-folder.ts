import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocked } from './folder-lock.js';

/** Names, below a results folder, of what only a process has that is writing: the lock, and what is written aside first. */
const OF_A_WRITER =
  /^(running\.json(\.turn)?(\.\d+-[0-9a-f]{8})?|\.writing-\w{6}|(manifest\.json|observations\.csv)\.new|raw\/[\w.+-]+\/(observations\.csv|attachments\.json)\.new)$/;
/** All that there is of a run before its manifest is written. */
const BEFORE_THE_MANIFEST = ['journal.jsonl'];

/**
 * Takes out of a results folder what a process left that was killed while it wrote; what was measured stays. A folder in which
 * no run had begun goes as a whole.
 * @returns what was done, a line each; nothing for a folder that somebody writes to, or that is gone
 */
export async function tidyFolder(folder: string): Promise<string[]> {
  if (await isLocked(folder)) return [];
  const done: string[] = [];
  const remove = async (name: string): Promise<void> => {
    await rm(join(folder, name), { recursive: true, force: true });
    done.push(`removed ${join(folder, name)}`);
  };
  const names = await namesBelow(folder);
  for (const name of names.filter((one) => OF_A_WRITER.test(one))) await remove(name);
  const stays = names.filter((name) => !OF_A_WRITER.test(name));
  if (names.length > 0 && stays.some((name) => !BEFORE_THE_MANIFEST.includes(name))) return done;
  for (const name of stays) await remove(name);
  const isRemoved = await rmdir(folder).then(
    () => true,
    () => false,
  );
  return isRemoved ? [...done, `removed ${folder}, in which no run had begun`] : done;
}

/** Of the folder itself, and of the folders of its trials. */
async function namesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const trials = await readdir(join(folder, 'raw')).catch(() => [] as string[]);
  for (const trial of trials) {
    const inner = await readdir(join(folder, 'raw', trial)).catch(() => [] as string[]);
    names.push(...inner.map((name) => `raw/${trial}/${name}`));
  }
  return names;
}
