import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Builder } from '../../machine/build/builder.js';
import { buildProgram, programPath } from '../../machine/build/programs.js';
import type { Stored } from '../../machine/image/store.js';
import type { Workplace } from './prepare-request.js';

/** Builds every C source of a folder, in the order of their names. */
export async function buildPrograms(
  folder: string,
  builder: Builder,
  { store, signal }: Pick<Workplace, 'store' | 'signal'>,
): Promise<Stored[]> {
  const built: Stored[] = [];
  for (const name of (await filesOf(folder)).filter((file) => /^[^.]+\.c$/.test(file)).sort()) {
    built.push(await buildProgram(store, builder, join(folder, name), signal));
  }
  return built;
}

/** Paths of programs by their names. */
export const programPaths = (built: readonly Stored[]): Map<string, string> =>
  new Map(built.map((one) => [one.artifact.name, programPath(one)]));

/** Paths of the shell scripts of a folder. */
export const scriptsOf = async (folder: string): Promise<string[]> =>
  (await filesOf(folder)).filter((name) => name.endsWith('.sh')).map((name) => join(folder, name));

/** Names of the files of a folder; none where a scenario has no such folder. */
const filesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
