import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Builder } from './builder.js';
import { sha256File, sha256Text } from './digest.js';
import type { Store, Stored } from './store.js';

/** Static, so that the same binary runs in any guest; debug symbols stay for perf and gdb. */
export const C_FLAGS = [
  '-std=c99',
  '-pedantic',
  '-O2',
  '-g',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-static',
  '-pthread',
];

const DEADLINE_S = 120;

export const programPath = (stored: Stored): string => join(stored.folder, stored.artifact.name);

/** Builds one C source; the program is called as its source is. */
export async function buildProgram(
  store: Store,
  builder: Builder,
  source: string,
  signal?: AbortSignal,
): Promise<Stored> {
  const name = basename(source, '.c');
  const inputs = {
    source: sha256Text(await readFile(source)),
    flags: C_FLAGS,
    ...builder.inputs,
  };
  return store.obtain('program', name, inputs, async (folder) => {
    const build = join(folder, 'build');
    await mkdir(build);
    await copyFile(source, join(build, `${name}.c`));
    const argv = ['gcc', ...C_FLAGS, '-o', name, `${name}.c`];
    await builder.build(build, [argv], [name], {
      deadlineS: DEADLINE_S,
      what: `${basename(source)} does not compile`,
      signal,
    });
    await copyFile(join(build, name), join(folder, name));
    return {
      sha256: await sha256File(join(folder, name)),
      details: { source: basename(source), flags: C_FLAGS.join(' '), ...builder.details },
    };
  });
}
