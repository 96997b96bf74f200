import { threeDigits, withLabel } from '../words/format.js';

/** Letters of a heading: what is longer is said with fewer words. */
const MOST_LETTERS = 60;
/** A change below this is called none. */
const STEADY = 0.05;

/** Times the change of the line that changes most. */
const FAR_APART = 2;

/** A value of a figure, in the figure's unit, and what tells it from the others. */
export interface Said {
  y: number;
  words: string;
}

/** One line of a figure, from its first value to its last. */
export interface Span {
  from: Said;
  to: Said;
  /** What the line is of; empty where the figure has one alone. */
  series: string;
}

/** The first of these that a heading has room for. */
export const thatFits = (...texts: readonly string[]): string | undefined =>
  texts.find((text) => text.length <= MOST_LETTERS);

/** `2.58 ms`, `17.2×`, `4,017`: three digits, whole numbers as they are. */
export const amountWords = (y: number, label: string): string => withLabel(threeDigits(y, true), { label });

/**
 * Of the line that changes most, from what to what: `0.98 → 31.4 ms from 0 to 3,930 namespaces, variant reverted`. Where the ends of the
 * lines are much farther apart than any line goes, that: `296 ms (moved), 4.56 ms (made)`.
 */
export function spanFinding(spans: readonly Span[], unit: string): string | undefined {
  const [most] = [...spans].sort((a, b) => changeOf(b) - changeOf(a));
  if (most === undefined) return undefined;
  const ends = spans.map(({ to, series }) => ({ y: to.y, words: series }));
  const apart = Math.max(...ends.map(({ y }) => y)) - Math.min(...ends.map(({ y }) => y));
  if (apart > FAR_APART * changeOf(most)) return extremesFinding(ends, unit);
  const { from, to, series } = most;
  const isSteady = changeOf(most) <= STEADY * Math.max(Math.abs(from.y), Math.abs(to.y));
  const what = isSteady
    ? `steady at ${amountWords(to.y, unit)}`
    : `${amountWords(from.y, '')} → ${amountWords(to.y, unit)}`;
  const where = from.words === '' ? '' : ` from ${from.words} to ${to.words}`;
  const of = spans.length > 1 && series !== '' ? `, ${series}` : '';
  return thatFits(`${what}${where}${of}`, `${what}${where}`, `${what}${of}`, what);
}

const changeOf = ({ from, to }: Span): number => Math.abs(to.y - from.y);

/** The largest and the smallest of several: `269 ms (path cpu0), 0.0210 ms (path away)`. */
export function extremesFinding(values: readonly Said[], unit: string): string | undefined {
  const ordered = [...values].sort((a, b) => b.y - a.y);
  const [most, least] = [ordered[0], ordered.at(-1)];
  if (most === undefined || least === undefined) return undefined;
  const at = ({ y, words }: Said) => amountWords(y, unit) + (words === '' ? '' : ` (${words})`);
  if (ordered.length === 1) return thatFits(at(most), amountWords(most.y, unit));
  const range = `${amountWords(least.y, '')} to ${amountWords(most.y, unit)}`;
  return thatFits(`${at(most)}, ${at(least)}`, `${range} (most: ${most.words})`, range);
}

/** As a figure has it. */
export const someFinding = (finding: string | undefined): { finding?: string } =>
  finding === undefined ? {} : { finding };
