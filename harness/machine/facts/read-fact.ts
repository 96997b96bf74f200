import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../failure.js';
import type { Fact, FactSource, FactSpec, FactValue } from '../../types.js';
import { readText } from '../files/regular-file.js';
import { exec } from '../process/exec.js';
import { hasModule } from './has-module.js';
import { networkFiles } from './network-files.js';
import { notRead, soon } from './not-read.js';

/** Seconds that a program may take to say its version; one that hangs is no reason to wait. */
const PROGRAM_S = 5;
/** Seconds that a file of the kernel's may take; with tens of thousands of entries it is still a fraction of one. */
const FILE_S = 10;
/** Characters of a word that a program or a file says: what is longer is no version. */
const LONGEST = 120;
const LIVEPATCHES = '/sys/kernel/livepatch';

/** One fact of this machine. Nothing is changed by reading it, and no error comes of it: what can't be read says why. */
export async function readFact(spec: FactSpec): Promise<Fact> {
  const value = await soon(valueFrom(spec.from), FILE_S).catch(notRead);
  return { ...spec, ...value };
}

function valueFrom(source: FactSource): Promise<FactValue> {
  switch (source.read) {
    case 'kernel':
      return Promise.resolve({ state: 'known', value: release() });
    case 'version':
      return versionOf(source);
    case 'lines':
      return linesOf(source);
    case 'printed lines':
      return printedLines(source);
    case 'sum':
      return sumOf(source.of);
    case 'entries':
      return entriesOf(source);
    case 'sysctl':
      return sysctlOf(source);
    case 'livepatched':
      return livepatchOf(source.function);
  }
}

/** What a program printed; `absent` when there is none of that name. */
async function printed([file, ...argv]: readonly [string, ...string[]]): Promise<string | FactValue> {
  try {
    return await exec(file, argv, { deadlineS: PROGRAM_S, what: `${file} ${argv.join(' ')} failed` });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { exitCode, what, tail } = error.details;
    if (exitCode === 'ENOENT') return { state: 'absent', why: `there is no program "${file}"` };
    const denied =
      /permission denied|not permitted|must be root/i.test(tail ?? '') && process.getuid?.() !== 0;
    return { state: 'not known', why: denied ? `${what}: needs root` : what };
  }
}

async function versionOf({ command, pattern }: Extract<FactSource, { read: 'version' }>): Promise<FactValue> {
  const said = await printed(command);
  if (typeof said !== 'string') return said;
  const version = new RegExp(pattern).exec(said)?.[1];
  if (version !== undefined && version.length <= LONGEST) return { state: 'known', value: version };
  const [line = ''] = said.split('\n');
  return { state: 'not known', why: `${command.join(' ')} says "${line.slice(0, LONGEST)}", and no version` };
}

async function printedLines({
  command,
  skip = 0,
  matching,
  module,
}: Extract<FactSource, { read: 'printed lines' }>): Promise<FactValue> {
  if (module !== undefined) {
    const there = await hasModule(module);
    if (typeof there !== 'boolean') return there;
    if (!there) return { state: 'known', value: 0, beside: `${module} is not loaded` };
  }
  const said = await printed(command);
  if (typeof said !== 'string') return said;
  const lines = (said === '' ? [] : said.trimEnd().split('\n')).slice(skip);
  const wanted = matching === undefined ? undefined : new RegExp(matching);
  return { state: 'known', value: lines.filter((line) => wanted?.test(line) ?? true).length };
}

/** Amounts together, with what is to be said beside each of them once. */
async function sumOf(sources: readonly FactSource[]): Promise<FactValue> {
  const values = await Promise.all(sources.map(valueFrom));
  const unknown = values.flatMap((one) => (one.state === 'known' ? [] : [one.why]));
  if (unknown.length > 0) return { state: 'not known', why: [...new Set(unknown)].join('; ') };
  const known = values.filter((one) => one.state === 'known');
  const beside = [...new Set(known.flatMap((one) => one.beside ?? []))].join('; ');
  const value = known.reduce((sum, one) => sum + Number(one.value), 0);
  return { state: 'known', value, ...(beside !== '' && { beside }) };
}

async function linesOf({
  file,
  skip = 0,
  absent,
}: Extract<FactSource, { read: 'lines' }>): Promise<FactValue> {
  const { files, beside } = await networkFiles(file);
  const counts = (await Promise.all(files.map(countLines))).filter((count) => count !== undefined);
  if (counts.length > 0) {
    const most = Math.max(...counts.map((lines) => Math.max(0, lines - skip)));
    return { state: 'known', value: most, ...(beside !== undefined && { beside }) };
  }
  // What a module brings is in every network namespace or in none.
  if (absent !== undefined) return { state: 'known', value: 0, beside: absent };
  return { state: 'not known', why: `there is no ${file}` };
}

/** Lines of a file, as a stream; undefined where there is none. What ended meanwhile is none either. */
async function countLines(path: string): Promise<number | undefined> {
  let lines = 0;
  try {
    for await (const piece of createReadStream(path)) {
      for (const byte of piece as Buffer) if (byte === 10) lines++;
    }
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  return lines;
}

async function entriesOf({ folder, absent }: Extract<FactSource, { read: 'entries' }>): Promise<FactValue> {
  try {
    return { state: 'known', value: (await readdir(folder)).length };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (absent !== undefined) return { state: 'known', value: 0, beside: absent };
    return { state: 'not known', why: `there is no ${folder}` };
  }
}

async function sysctlOf({ key, absent }: Extract<FactSource, { read: 'sysctl' }>): Promise<FactValue> {
  const path = join('/proc/sys', ...key.split('.'));
  try {
    const text = (await readText(path, LONGEST)).trim();
    return { state: 'known', value: /^-?\d{1,15}$/.test(text) ? Number(text) : text };
  } catch (error) {
    if (!isNotThere(error)) throw error;
    return absent === undefined
      ? { state: 'absent', why: 'not there' }
      : { state: 'known', value: 0, beside: absent };
  }
}

/** The name of the livepatch, where one that is enabled has the function. */
async function livepatchOf(name: string): Promise<FactValue> {
  const list = (folder: string): Promise<string[]> =>
    readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
      throw error;
    });
  for (const patch of await list(LIVEPATCHES)) {
    const folder = join(LIVEPATCHES, patch);
    if ((await readText(join(folder, 'enabled')).catch(() => '')).trim() !== '1') continue;
    for (const object of await list(folder)) {
      const functions = await list(join(folder, object));
      if (functions.some((one) => one.split(',')[0] === name)) return { state: 'known', value: patch };
    }
  }
  return { state: 'absent', why: 'none' };
}

const isNotThere = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(
    ((error instanceof Failure ? error.details.cause : error) as NodeJS.ErrnoException | undefined)?.code ??
      '',
  );
