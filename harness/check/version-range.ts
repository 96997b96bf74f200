import type { VersionRange } from '../types.js';

/** `ss151103` → letters and numbers; undefined for what has no number. */
function parse(version: string): { letters: string; numbers: number[] } | undefined {
  const [, letters = '', digits] = /^([A-Za-z]*)(\d+(?:\.\d+)*)/.exec(version) ?? [];
  return digits === undefined ? undefined : { letters, numbers: digits.split('.').map(Number) };
}

/**
 * Pure: below 0 when `a` is the older version, above 0 when it is the newer one; what comes after the numbers (`6.1.0-18-amd64`) does
 * not count, and a number that is not said is 0. Undefined for versions of different kinds, as `ss151103` and `4.9.0` are.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [one, other] = [parse(a), parse(b)];
  if (one === undefined || other === undefined || one.letters !== other.letters) return undefined;
  const length = Math.max(one.numbers.length, other.numbers.length);
  for (let i = 0; i < length; i++) {
    const difference = (one.numbers[i] ?? 0) - (other.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Pure: the ranges that a version can be compared with. */
export const ofItsKind = (version: string, ranges: readonly VersionRange[]): VersionRange[] =>
  ranges.filter(({ from }) => compareVersions(version, from) !== undefined);

/** Pure: whether a version lies in one of the ranges; undefined when none of them is of its kind. */
export function isWithin(version: string, ranges: readonly VersionRange[]): boolean | undefined {
  const kindred = ofItsKind(version, ranges);
  if (kindred.length === 0) return undefined;
  return kindred.some(
    ({ from, before }) =>
      (compareVersions(version, from) ?? -1) >= 0 &&
      (before === undefined || (compareVersions(version, before) ?? 0) < 0),
  );
}

/** `from 4.1.0 on, before 4.9.0`; `from 4.1.0 on` where it has not ended. */
export const rangeWords = ({ from, before }: VersionRange): string =>
  `from ${from} on${before === undefined ? '' : `, before ${before}`}`;
