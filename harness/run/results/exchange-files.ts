import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Puts a whole set of files in the place of a former one. All of them are written aside before anything is replaced, so that
 * a full disk leaves the former set whole; nothing is written through a link that stands at one of the names: the link
 * itself is replaced.
 * @param folder where they belong
 * @param files contents by path below it
 * @param whole folders below it of which nothing former may stay
 */
export async function exchangeFiles(
  folder: string,
  files: Iterable<[string, string | Uint8Array]>,
  whole: readonly string[],
): Promise<void> {
  const aside = await mkdtemp(join(folder, '.writing-'));
  const [made, former] = [join(aside, 'new'), join(aside, 'former')];
  try {
    await mkdir(made);
    await mkdir(former);
    const names = new Set(whole);
    const single: string[] = [];
    for (const [path, content] of files) {
      await mkdir(dirname(join(made, path)), { recursive: true });
      await writeFile(join(made, path), content);
      const [top = ''] = path.split('/');
      if (top === path) single.push(path);
      else names.add(top);
    }
    for (const name of names) {
      await move(join(folder, name), join(former, name));
      await move(join(made, name), join(folder, name));
    }
    for (const name of single) await rename(join(made, name), join(folder, name));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What is not there need not be moved. */
async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
