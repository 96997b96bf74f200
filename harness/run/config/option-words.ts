import { EXIT, Failure } from '../../failure.js';
import type { Settings } from './settings.js';
import { parseVariantTree } from './variant-trees.js';

/** What commander hands over: words, not yet checked. */
export interface RawOptions {
  config?: string;
  profile?: string;
  clock?: string;
  provider?: string;
  image?: string;
  host?: string;
  sshConfig?: string;
  sshPort?: string;
  allowDestructive?: boolean;
  levels?: string[];
  treatment?: string[];
  variants?: string;
  variant?: string[];
  passes?: string;
  boots?: string;
  memory?: string;
  iterations?: string;
  possibleCpus?: string;
  kernel?: string[];
  seed?: string;
  out?: string;
  timeout?: string;
  jobs?: string;
  fromManifest?: string;
  keep?: boolean;
}

/** A factor and its levels. */
const NAMED = /^([a-z][a-z0-9_]*)=(.*)$/;

const items = (text: string): string[] => text.split(',').filter((item) => item !== '');

function number(text: string, option: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Failure({ what: `${option} takes a whole number, not "${text}"`, exit: EXIT.usage });
}

/** A whole number where it is one. */
const levelOf = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

/** `method=chain,set`. */
function treatments(words: string[]): Settings['treatments'] {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, list] = NAMED.exec(word) ?? [];
      if (name !== undefined && list !== undefined) return [name, items(list).map(levelOf)];
      throw new Failure({ what: `--treatment takes NAME=LEVEL,LEVEL, not "${word}"`, exit: EXIT.usage });
    }),
  );
}

/** `0,500` of the only factor, or `NAME=0,500` of one of several. */
function levels(words: string[]): Settings['levels'] {
  const read = (text: string) => items(text).map((item) => number(item, '--levels'));
  const named = words.map((word) => NAMED.exec(word));
  if (named.every((match) => match === null)) return words.flatMap(read);
  const byFactor: Record<string, (number | string)[]> = {};
  for (const [i, match] of named.entries()) {
    if (match === null) {
      const what = `--levels ${words[i]} names no factor where another one does`;
      throw new Failure({ what, exit: EXIT.usage });
    }
    const [, factor, list] = match as unknown as [string, string, string];
    byFactor[factor] = [...(byFactor[factor] ?? []), ...items(list).map(levelOf)];
  }
  return byFactor;
}

/** `6` in each clock, or `wall=6`, `instructions=1,wall=6`. */
function boots(text: string): number | Record<string, number> {
  if (!text.includes('=')) return number(text, '--boots');
  const byClock = items(text).map((item): [string, number] => {
    const [clock, count] = item.split('=') as [string, string | undefined];
    if (clock !== 'instructions' && clock !== 'wall') {
      throw new Failure({ what: `--boots takes instructions=N and wall=N, not "${item}"`, exit: EXIT.usage });
    }
    return [clock, number(count ?? '', '--boots')];
  });
  return Object.fromEntries(byClock);
}

/** Pure: words of the command line as settings by their names, not yet checked. @throws Failure for a word that is no number */
export function settingsOfWords(names: readonly string[], options: RawOptions): Record<string, unknown> {
  const numbers = (['iterations', 'seed', 'timeout', 'jobs'] as const).flatMap((key) => {
    const text = options[key];
    if (text === undefined) return [];
    return [[key, key === 'jobs' && text === 'auto' ? text : number(text, `--${key}`)]];
  });
  const texts = (['profile', 'clock', 'provider', 'image', 'host', 'out', 'keep', 'kernel'] as const).flatMap(
    (key) => (options[key] === undefined ? [] : [[key, options[key]]]),
  );
  return {
    ...Object.fromEntries([...numbers, ...texts]),
    ...(options.boots === undefined ? {} : { boots: boots(options.boots) }),
    ...(names.length === 0 ? {} : { scenarios: names }),
    ...(options.levels === undefined ? {} : { levels: levels(options.levels) }),
    ...(options.treatment === undefined ? {} : { treatments: treatments(options.treatment) }),
    ...(options.variant === undefined
      ? {}
      : { trees: Object.fromEntries(options.variant.map(parseVariantTree)) }),
    ...(options.sshConfig === undefined ? {} : { 'ssh-config': options.sshConfig }),
    ...(options.sshPort === undefined ? {} : { 'ssh-port': number(options.sshPort, '--ssh-port') }),
    ...(options.allowDestructive === undefined ? {} : { 'allow-destructive': options.allowDestructive }),
    ...(options.fromManifest === undefined ? {} : { 'from-manifest': options.fromManifest }),
    ...(options.variants === undefined ? {} : { variants: items(options.variants) }),
    ...(options.passes === undefined ? {} : { passes: items(options.passes) }),
    ...(options.memory === undefined
      ? {}
      : { memory: items(options.memory).map((item) => number(item, '--memory')) }),
    ...(options.possibleCpus === undefined
      ? {}
      : { 'possible-cpus': items(options.possibleCpus).map((item) => number(item, '--possible-cpus')) }),
  };
}
