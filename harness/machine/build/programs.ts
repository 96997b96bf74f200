import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256File, sha256Text } from '../files/digest.js';
import type { Store, Stored } from '../image/store.js';
import type { Builder } from './builder.js';

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

/** The texts of the headers beside a source that it includes, and those that they include, by name. */
export async function headersOf(source: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const search = async (text: string): Promise<void> => {
    for (const [, name] of text.matchAll(/^#include "([\w-]+\.h)"$/gm)) {
      if (name === undefined || name in found) continue;
      found[name] = await readFile(join(dirname(source), name), 'utf8');
      await search(found[name]);
    }
  };
  await search(await readFile(source, 'utf8'));
  return found;
}

/** Builds one C source, with the headers beside it; the program is called as its source is. */
export async function buildProgram(
  store: Store,
  builder: Builder,
  source: string,
  signal?: AbortSignal,
): Promise<Stored> {
  const name = basename(source, '.c');
  const headers = Object.entries(await headersOf(source));
  const inputs = {
    source: sha256Text(await readFile(source)),
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map(([file, text]) => [file, sha256Text(text)])),
    }),
    flags: C_FLAGS,
    ...builder.inputs,
  };
  return store.obtain('program', name, inputs, async (folder) => {
    const build = join(folder, 'build');
    await mkdir(build);
    await copyFile(source, join(build, `${name}.c`));
    for (const [file, text] of headers) await writeFile(join(build, file), text);
    const argv = ['gcc', ...C_FLAGS, '-o', name, `${name}.c`];
    await builder.build(build, [argv], [name], {
      deadlineS: DEADLINE_S,
      what: `${basename(source)} could not be compiled`,
      signal,
    });
    await copyFile(join(build, name), join(folder, name));
    return {
      sha256: await sha256File(join(folder, name)),
      details: { source: basename(source), flags: C_FLAGS.join(' '), ...builder.details },
    };
  });
}
