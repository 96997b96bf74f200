import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { create, extract, type ReadEntry } from 'tar';
import { EXIT, Failure, tailOf } from '../../failure.js';

/** What no tar is to blame for. */
const OF_THE_MACHINE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE']);

/** set-user-id, set-group-id and sticky. */
const SPECIAL_BITS = 0o7000;

export interface PackOptions {
  /** Compressed as quickly as gzip can. */
  gzip?: boolean;
  /** Names in the tar of entries that are called otherwise here. */
  names?: Record<string, string>;
}

/**
 * Packs folders and files into one tar, in Node alone: the same names, modes and contents give the same bytes, whatever
 * tar this machine has, whoever owns the files and whenever they were written.
 * @param cwd the folder that paths are relative to
 * @param paths folders with all that is in them, and files; `.` for everything
 */
export async function packTar(
  cwd: string,
  file: string,
  paths: readonly string[],
  { gzip = false, names = {} }: PackOptions = {},
): Promise<void> {
  const entries: string[] = [];
  for (const path of paths) entries.push(path, ...(await below(cwd, path)));
  await create(
    {
      cwd,
      file,
      noDirRecurse: true,
      noPax: true,
      mtime: new Date(0),
      // Asked before anything else is done with a file: one name of many becomes a file of its own.
      filter: (_path, stat) => {
        Object.assign(stat, { nlink: 1 });
        return true;
      },
      ...(gzip && { gzip: { level: 1 } }),
      onWriteEntry: (entry) => {
        const { stat } = entry;
        // Whose a file is, when it was read and set-user-id bits stay here.
        const plain = { uid: 0, gid: 0, atime: undefined, ctime: undefined };
        if (stat !== undefined) Object.assign(stat, plain, { mode: stat.mode & ~SPECIAL_BITS });
        entry.path = names[entry.path] ?? entry.path;
        entry.myuid = -1;
      },
    },
    entries,
  );
}

/**
 * Unpacks a tar, gzipped or not, into an empty folder. Symbolic links keep what they say, as a root file system needs them;
 * so nothing may be written through one, and nothing but files, folders and such links is taken.
 * @throws Failure (usage) that names the entry which may not be there, or says that it is no tar; what was unpacked until then
 *   stays. Errors of the file system that have nothing to do with the tar are as they are
 */
export async function unpackTar(file: string, cwd: string): Promise<void> {
  const links = new Set<string>();
  let refused: string | undefined;
  await extract({
    file,
    cwd,
    preservePaths: true,
    strict: true,
    filter: (_path, entry) => {
      refused ??= refusal(entry as ReadEntry, links);
      return refused === undefined;
    },
  }).catch((error) => {
    if (OF_THE_MACHINE.has(error.code)) throw error;
    throw new Failure({
      what: `${file} could not be unpacked`,
      exit: EXIT.usage,
      tail: tailOf(error.message),
      remedy: 'Check that it was copied whole.',
      cause: error,
    });
  });
  if (refused === undefined) return;
  throw new Failure({
    what: `${file} holds what may not be unpacked: ${refused}`,
    exit: EXIT.usage,
    remedy: 'Take it only from somebody you trust, as netknee wrote it.',
  });
}

/** Why an entry is not unpacked, if it is not. */
function refusal({ path, type, mode = 0 }: ReadEntry, links: Set<string>): string | undefined {
  const name = path.replace(/\/$/, '');
  const parts = name.split('/');
  const shown = JSON.stringify(path);
  if (name.startsWith('/') || parts.includes('..')) return `${shown} leads out of the folder`;
  const parents = parts.map((_, i) => parts.slice(0, i).join('/'));
  if (parents.some((parent) => links.has(parent))) return `${shown} would be written through a link`;
  if (type === 'SymbolicLink') links.add(name);
  else if (type !== 'File' && type !== 'OldFile' && type !== 'Directory') return `${shown} is a ${type}`;
  return (mode & SPECIAL_BITS) === 0 ? undefined : `${shown} has the mode ${mode.toString(8)}`;
}

/** Everything in a folder, parents first, sorted by name; nothing for a file. */
async function below(cwd: string, path: string): Promise<string[]> {
  const entries = await readdir(join(cwd, path), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return [];
    throw error;
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path === '.' ? `./${entry.name}` : `${path}/${entry.name}`;
    found.push(name, ...(entry.isDirectory() ? await below(cwd, name) : []));
  }
  return found;
}
