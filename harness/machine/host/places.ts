import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, Failure } from '../../failure.js';
import { makeFolder } from './make-folder.js';

function upward(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('netknee is not inside its own package');
  return upward(parent);
}

/** The project's folder: sources that are not compiled (C, shell) are read from here. */
export const packageRoot = upward(dirname(fileURLToPath(import.meta.url)));

/** Empty where HOME is not set and the user id has no entry in /etc/passwd, as in containers. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/**
 * @throws Failure (usage) when neither the variable nor HOME names a folder
 */
function xdg(variable: string, fallback: string): string {
  const value = process.env[variable];
  // The XDG specification: a relative path is invalid and to be ignored.
  if (value !== undefined && isAbsolute(value)) return join(value, 'netknee');
  const home = homeFolder();
  if (isAbsolute(home)) return join(home, fallback, 'netknee');
  throw new Failure({
    what: `HOME is ${home === '' ? 'empty' : `"${home}", which is no absolute path`}, and ${variable} is not set`,
    exit: EXIT.usage,
    remedy: `Set HOME, or ${variable} to a folder that you may write.`,
  });
}

/** Images, kernels and builds: may be removed at any time and is made again. */
export const cacheFolder = (): string => xdg('XDG_CACHE_HOME', '.cache');

/** What is running now, so that it can be ended when netknee is gone. */
export const stateFolder = (): string => xdg('XDG_STATE_HOME', '.local/state');

/** Makes both, before anything is done that would be lost without them. @throws Failure that names what is in the way */
export async function makePlaces(): Promise<void> {
  await makeFolder(cacheFolder(), 'the cache', 'Name another folder: XDG_CACHE_HOME=/some/folder.');
  await makeFolder(
    stateFolder(),
    "netknee's record of what is running",
    'Name another folder: XDG_STATE_HOME=/some/folder.',
  );
}
