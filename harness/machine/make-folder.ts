import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { EXIT, Failure } from '../failure.js';

/**
 * Makes a folder and those above it that are missing, one after the other: Node's own recursive mkdir never returns on
 * some file systems, such as /proc.
 * @param what what the folder is for, and the variable that names another one
 * @throws Failure (io) that names the part of the path which could not be made
 */
export async function makeFolder(path: string, what: string, remedy: string): Promise<void> {
  const fail = (part: string, why: string) =>
    new Failure({ what: `${what} can't be at ${path}: ${part} ${why}`, exit: EXIT.io, remedy });
  let standing = path;
  while (!existsSync(standing) && dirname(standing) !== standing) standing = dirname(standing);
  if (!(await stat(standing)).isDirectory()) throw fail(standing, 'is not a folder');
  for (const name of relative(standing, path).split(sep).filter(Boolean)) {
    standing = join(standing, name);
    await mkdir(standing, { mode: 0o700 }).catch((error) => {
      if (error.code !== 'EEXIST') throw fail(standing, `could not be made (${error.code})`);
    });
  }
  await access(path, constants.W_OK | constants.X_OK).catch((error) => {
    throw fail(path, `may not be written (${error.code})`);
  });
}
