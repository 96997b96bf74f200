import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { callerMode } from './caller-environment.js';

/** What a folder is for, what to do when it can't be made, and as how private it is made. */
interface Purpose {
  what: string;
  remedy: string;
  mode: number;
}

const failed = (path: string, { what, remedy }: Purpose, part: string, why: string) =>
  new Failure({ what: `${what} can't be at ${path}: ${part} ${why}`, exit: EXIT.io, remedy });

/** The nearest folder above a path, or the path itself, that is there. */
async function standingOf(path: string, purpose: Purpose): Promise<string> {
  let standing = path;
  while (!existsSync(standing) && dirname(standing) !== standing) standing = dirname(standing);
  if (!(await stat(standing)).isDirectory()) throw failed(path, purpose, standing, 'is not a folder');
  return standing;
}

async function requireWritable(path: string, purpose: Purpose, part: string): Promise<void> {
  await access(part, constants.W_OK | constants.X_OK).catch((error) => {
    throw failed(path, purpose, part, `may not be written (${error.code})`);
  });
}

async function makeStepwise(path: string, purpose: Purpose): Promise<void> {
  let standing = await standingOf(path, purpose);
  for (const name of relative(standing, path).split(sep).filter(Boolean)) {
    standing = join(standing, name);
    await mkdir(standing, { mode: purpose.mode }).catch((error) => {
      // A full disk is said as such, with its own remedy.
      if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw error;
      if (error.code !== 'EEXIST') throw failed(path, purpose, standing, `could not be made (${error.code})`);
    });
  }
  await requireWritable(path, purpose, path);
}

/**
 * Makes a folder and those above it that are missing, one after the other: Node's own recursive mkdir never returns on
 * some file systems, such as /proc.
 * @param what what the folder is for, and the variable that names another one
 * @throws Failure (io) that names the part of the path which could not be made
 */
export const makeFolder = (path: string, what: string, remedy: string): Promise<void> =>
  makeStepwise(path, { what, remedy, mode: 0o700 });

const results = (): Purpose => ({
  what: 'results',
  remedy: 'Name another folder: --out.',
  mode: callerMode(0o777),
});

/** Makes a folder that a user named for results, as private as the user's own umask says. @throws Failure as `makeFolder` does */
export const makeResultsFolder = (path: string): Promise<void> => makeStepwise(path, results());

/** Says at once what would be said after hours of work. @throws Failure (io) when results can't be written at a path */
export async function requireResultsFolder(path: string): Promise<void> {
  await requireWritable(path, results(), await standingOf(path, results()));
}
