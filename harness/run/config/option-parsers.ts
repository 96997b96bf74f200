import { EXIT, Failure } from '../../failure.js';
import type { Settings } from './settings.js';

/** A factor and its levels. */
const NAMED = /^([a-z][a-z0-9_]*)=(.*)$/;

/** `a,b` */
export const items = (text: string): string[] => text.split(',').filter((item) => item !== '');

/** @param option as it is said: `--seed` @throws Failure for anything else than decimal digits */
export function number(text: string, option: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Failure({ what: `${option} takes a whole number, not "${text}"`, exit: EXIT.usage });
}

/** @throws Failure for anything else than a number above 0, such as 1.5 */
export function positive(text: string, option: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new Failure({
    what: `${option} takes a number above 0, such as 1.5, not "${text}"`,
    exit: EXIT.usage,
  });
}

/** `5%` or `0.05` as a share above 0 and below 1. @throws Failure for anything else */
export function share(text: string, option: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const found = digits === undefined ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1);
  if (found > 0 && found < 1) return found;
  throw new Failure({
    what: `${option} takes a share such as 5% or 0.05, not "${text}"`,
    exit: EXIT.usage,
  });
}

/** `2,80` */
export const numbers = (text: string, option: string): number[] =>
  items(text).map((item) => number(item, option));

/** A whole number where it is one. */
const levelOf = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

/** `method=chain,set`. */
export function treatments(words: string[]): Settings['treatments'] {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, list] = NAMED.exec(word) ?? [];
      if (name !== undefined && list !== undefined) return [name, items(list).map(levelOf)];
      throw new Failure({ what: `--treatment takes NAME=LEVEL,LEVEL, not "${word}"`, exit: EXIT.usage });
    }),
  );
}

/** `0,500` of the only factor, or `NAME=0,500` of one of several. */
export function levels(words: string[]): Settings['levels'] {
  const named = words.map((word) => NAMED.exec(word));
  if (named.every((match) => match === null)) return words.flatMap((word) => numbers(word, '--levels'));
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
export function boots(text: string): number | Record<string, number> {
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

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600 };

/** `30m`, `2h`, `900s`, in seconds. */
export function seconds(text: string, option: string): number {
  const [, digits, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (digits !== undefined && unit !== undefined) return Number(digits) * UNITS[unit]!;
  throw new Failure({ what: `${option} takes a time as 30m, 2h or 900s, not "${text}"`, exit: EXIT.usage });
}
