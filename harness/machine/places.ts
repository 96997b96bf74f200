import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function upward(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('netknee is not inside its own package');
  return upward(parent);
}

/** The project's folder: sources that are not compiled (C, shell) are read from here. */
export const packageRoot = upward(dirname(fileURLToPath(import.meta.url)));

function xdg(variable: string, fallback: string): string {
  const value = process.env[variable];
  // The XDG specification: a relative path is invalid and to be ignored.
  const base = value?.startsWith('/') === true ? value : join(homedir(), fallback);
  return join(base, 'netknee');
}

/** Images, kernels and builds: may be removed at any time and is made again. */
export const cacheFolder = (): string => xdg('XDG_CACHE_HOME', '.cache');

/** What is running now, so that it can be ended when netknee is gone. */
export const stateFolder = (): string => xdg('XDG_STATE_HOME', '.local/state');
