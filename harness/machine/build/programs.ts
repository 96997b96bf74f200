import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { sha256File, sha256Text } from '../files/digest.js';
import { readTextIfThere } from '../files/regular-file.js';
import { packageRoot } from '../host/places.js';
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

/** Headers that the programs of any scenario may include, by name alone. */
const SHARED_HEADERS = join(packageRoot, 'harness/probes');

/**
 * The texts of the headers that a source includes in quotes, and of those that they include, by name: from beside the source,
 * else from `shared`. All of them stand in one folder when it is compiled, so that a header beside the source is taken also
 * where a shared one includes that name.
 * @throws Failure (usage) for one that stands in neither
 */
export async function headersOf(source: string, shared = SHARED_HEADERS): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const folders = [dirname(source), shared];
  const search = async (file: string, text: string): Promise<void> => {
    for (const [, name] of text.matchAll(/^#include "([\w-]+\.h)"$/gm)) {
      if (name === undefined || name in found) continue;
      const header = await firstOf(folders.map((folder) => join(folder, name)));
      if (header === undefined) throw missing(file, name, source);
      found[name] = header;
      await search(name, header);
    }
  };
  await search(basename(source), await readFile(source, 'utf8'));
  return found;
}

async function firstOf(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const text = await readTextIfThere(path);
    if (text !== undefined) return text;
  }
  return undefined;
}

const missing = (file: string, name: string, source: string): Failure =>
  new Failure({
    what: `${basename(source)} could not be compiled: ${file} includes ${name}, which is neither beside ${source} nor a header of netknee's probes`,
    exit: EXIT.usage,
    remedy: `Put ${name} beside ${source}, or include what the system has in angle brackets.`,
  });

/** Builds one C source, with the headers that it includes; the program is called as its source is. */
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
