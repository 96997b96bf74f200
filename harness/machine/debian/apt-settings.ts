import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from '../process/exec.js';

/** What this machine's apt was told, for another apt that is to reach the same archives. */
export interface AptSettings {
  /** Lines of an apt.conf: proxies, certificates, retries, and the files that hold logins. */
  configuration: string[];
  /** Files of keys that apt trusts for archives which name none of their own. */
  trustedKeys: string[];
}

/**
 * Parts of `Acquire` that decide what is fetched or whether it is checked, and not how an archive is reached: netknee says
 * these itself.
 */
const NOT_TAKEN =
  /^Acquire::(Languages|IndexTargets|GzipIndexes|CompressionTypes|PDiffs|Changelogs|Allow[\w-]*|cdrom)\b/i;

/** Pure: the lines of `apt-config dump --no-empty --format '%F "%v";%n'` that say how archives are reached. */
export const reachLines = (dump: string): string[] =>
  dump.split('\n').filter((line) => /^Acquire::\S+ "[^"]*";$/.test(line) && !NOT_TAKEN.test(line));

/** Asked of apt itself: where its files stand and what stands in them is its own matter. */
export async function aptSettings(): Promise<AptSettings> {
  const ask = (...argv: string[]) =>
    exec('apt-config', argv, { deadlineS: 30, what: "apt's configuration could not be read" });
  const dump = await ask('dump', '--no-empty', '--format', '%F "%v";%n');
  const places = await ask(
    'shell',
    ...['LOGINS', 'Dir::Etc::netrc/f', 'LOGIN_PARTS', 'Dir::Etc::netrcparts/d'],
    ...['KEYS', 'Dir::Etc::trusted/f', 'KEY_PARTS', 'Dir::Etc::trustedparts/d'],
  );
  const place = (name: string) => new RegExp(`^${name}='(.*)'$`, 'm').exec(places)?.[1];
  const [logins, loginParts, keys, keyParts] = ['LOGINS', 'LOGIN_PARTS', 'KEYS', 'KEY_PARTS'].map(place);
  return {
    configuration: [
      ...reachLines(dump),
      ...(logins === undefined ? [] : [`Dir::Etc::netrc "${logins}";`]),
      ...(loginParts === undefined ? [] : [`Dir::Etc::netrcparts "${loginParts}";`]),
    ],
    trustedKeys: [...(await existing(keys)), ...(await keysIn(keyParts))],
  };
}

const existing = async (path: string | undefined): Promise<string[]> =>
  path !== undefined &&
  (await readFile(path).then(
    (text) => text.length > 0,
    () => false,
  ))
    ? [path]
    : [];

async function keysIn(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((name) => /\.(gpg|asc)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * The keys that one entry of apt's sources names as its own.
 * @param entry as apt tells it: `FILE:N`, the N-th stanza of a deb822 file or the N-th line of a list
 * @returns absolute paths; none when the entry names no file of keys
 */
export async function keysOfEntry(entry: string): Promise<string[]> {
  const [, file = '', number = ''] = /^(\/.*):(\d+)$/.exec(entry) ?? [];
  const text = await readFile(file, 'utf8').catch(() => '');
  return signedBy(text, Number(number), file.endsWith('.sources'));
}

/** Pure: the paths of `Signed-By:` of a stanza, or of `signed-by=` of a line. Fingerprints and keys in place are no paths. */
export function signedBy(text: string, number: number, deb822: boolean): string[] {
  const value = deb822
    ? /^Signed-By:[ \t]*(.*)$/im.exec(stanzas(text)[number - 1] ?? '')?.[1]
    : /\bsigned-by=(\S+)/i.exec(optionsOf(text.split('\n')[number - 1] ?? ''))?.[1];
  return (value ?? '').split(/[\s,]+/).filter((word) => word.startsWith('/'));
}

/** What stands between the first brackets of a line. */
function optionsOf(line: string): string {
  const from = line.indexOf('[');
  const to = line.indexOf(']', from);
  return from < 0 || to < 0 ? '' : line.slice(from + 1, to);
}

const stanzas = (text: string): string[] =>
  text
    .split(/\n[ \t]*\n/)
    .filter((stanza) => stanza.split('\n').some((line) => line.trim() !== '' && !line.startsWith('#')));
