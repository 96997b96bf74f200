import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Puts a whole set of files in the place of a former one. All of them are written aside before anything is replaced, so that
 * a full disk leaves the former set whole; nothing is written through a link that stands at one of the names: the link
 * itself is replaced. Waits for each file: hundreds of small ones take several times as long when each step goes to another thread.
 * @param folder where they belong
 * @param files contents by path below it
 * @param whole folders below it of which nothing former may stay
 */
export function exchangeFiles(
  folder: string,
  files: Iterable<[string, string | Uint8Array]>,
  whole: readonly string[],
): void {
  const aside = mkdtempSync(join(folder, '.writing-'));
  const [made, former] = [join(aside, 'new'), join(aside, 'former')];
  try {
    mkdirSync(made);
    mkdirSync(former);
    const names = new Set(whole);
    const single: string[] = [];
    for (const [path, content] of files) {
      const place = join(made, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content);
      const [top = ''] = path.split('/');
      if (top === path) single.push(path);
      else names.add(top);
    }
    for (const name of names) {
      move(join(folder, name), join(former, name));
      move(join(made, name), join(folder, name));
    }
    for (const name of single) renameSync(join(made, name), join(folder, name));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What is not there need not be moved. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
