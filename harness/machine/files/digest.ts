import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../../design/canonical-json.js';
import { openRegular } from './regular-file.js';

export function sha256Text(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Digest of a value's canonical JSON: equal values have equal digests, whatever the order of keys. */
export function sha256Value(value: unknown): string {
  return sha256Text(canonicalJson(value));
}

/** @throws Failure (io) when it is no regular file or can't be read */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await openRegular(path);
  await pipeline(file.createReadStream(), hash);
  return hash.digest('hex');
}

/** Digest of a folder's names, links and contents, in sorted order; `.git` is left out. */
export async function sha256Folder(path: string): Promise<string> {
  const hash = createHash('sha256');
  const walk = async (inner: string): Promise<void> => {
    const entries = await readdir(join(path, inner), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = join(inner, entry.name);
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isSymbolicLink()) hash.update(`link ${name}\0${await readlink(join(path, name))}\0`);
      else if (entry.isFile()) hash.update(`file ${name}\0${sha256Text(await readFile(join(path, name)))}\0`);
    }
  };
  await walk('');
  return hash.digest('hex');
}
