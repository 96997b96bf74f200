import type { FactorDeclaration, Levels, Observation } from '../types.js';
import { type Column, isName, observationColumns } from './observation-columns.js';

/** As `observationLines` writes them; whole numbers from 0 but for the value. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
const WHOLE = /^\d+(e\+\d+)?$/;

/** Characters of a field that a message repeats. */
const LONGEST_SHOWN = 80;

/**
 * Turns the text of an observations.csv, in pieces of any size, into observations, each handed on as it is read. No field of the file
 * is quoted, so that commas and line ends are all there is to look for.
 * Throws, naming the line, on a header other than that of these factors and on a missing or impossible field.
 * @param declared factors of the scenarios that were measured, as the manifest has them
 * @param onDamage is told of a row that is not whole, or that `onObservation` threw at, instead of an end by its error
 */
export function observationReader(
  declared: readonly FactorDeclaration[],
  onObservation: (observation: Observation) => void,
  onDamage?: (record: readonly string[], error: Error) => void,
) {
  const columns = observationColumns(declared);
  const readRow = rowReader(columns);
  let line = 0;
  let rest = '';
  let last: { prefix: string; observation: Observation } | undefined;
  const damaged = (record: readonly string[], error: unknown): void => {
    if (onDamage === undefined || !(error instanceof Error)) throw error;
    onDamage(record, error);
  };
  const lineRead = (text: string): void => {
    line += 1;
    const row = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (line === 1) {
      requireHeader(row.split(','), columns);
      return;
    }
    if (row === '') return;
    try {
      const observation = readRow(row, line);
      last = { prefix: row.slice(0, iterationAt(row)), observation };
      onObservation(observation);
    } catch (error) {
      damaged(row.split(','), error);
    }
  };
  /** Whether the line is the next iteration of what the line before measured, as most are: it is not split then. */
  const iterationRead = (text: string, begin: number, end: number): boolean => {
    if (last === undefined || !text.startsWith(last.prefix, begin)) return false;
    const comma = text.indexOf(',', begin + last.prefix.length);
    const iteration = numberOf(text.slice(begin + last.prefix.length, comma), WHOLE);
    const value = numberOf(text.slice(comma + 1, end), NUMBER);
    if (iteration === undefined || value === undefined) return false;
    line += 1;
    try {
      onObservation({ ...last.observation, iteration, value });
    } catch (error) {
      damaged(text.slice(begin, end).split(','), error);
    }
    return true;
  };
  return {
    add: (piece: string): void => {
      const text = rest + piece;
      let begin = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
        if (!iterationRead(text, begin, end)) lineRead(text.slice(begin, end));
        begin = end + 1;
      }
      rest = text.slice(begin);
    },
    end: (): void => {
      if (rest !== '' || line === 0) lineRead(rest);
    },
  };
}

/** Where the last two fields begin, the iteration and its value. */
const iterationAt = (line: string): number => line.lastIndexOf(',', line.lastIndexOf(',') - 1) + 1;

/** The number of a field that is written so and finite; nothing else. */
function numberOf(text: string, form: RegExp): number | undefined {
  const value = Number(text);
  return form.test(text) && Number.isFinite(value) ? value : undefined;
}

/** A number may be cut short when its line has no end. */
export function refuseCutLine(endsInNewline: boolean): void {
  if (!endsInNewline) throw new Error('observations.csv: the last line is cut short (no line end)');
}

/** Reads a whole observations.csv that is at hand as text; errors as `observationReader` and `refuseCutLine`. */
export function parseObservations(csv: string, declared: readonly FactorDeclaration[]): Observation[] {
  const observations: Observation[] = [];
  const reader = observationReader(declared, (observation) => observations.push(observation));
  reader.add(csv);
  reader.end();
  refuseCutLine(csv.endsWith('\n'));
  return observations;
}

function requireHeader(record: readonly string[], columns: readonly Column[]): void {
  const found = record.map((name, i) => (i === 0 ? name.replace(/^\uFEFF/, '') : name)).join();
  const expected = columns.map(({ name }) => name).join();
  if (found === expected) return;
  const what = found === '' ? 'no header' : `the header "${found.slice(0, 4 * LONGEST_SHOWN)}"`;
  throw new Error(`observations.csv has ${what}; expected "${expected}"`);
}

/** Most fields are those of the row before: they are checked and turned into values once, and not cut out of the line again. */
function rowReader(columns: readonly Column[]): (row: string, line: number) => Observation {
  const lastTexts = new Array<string | undefined>(columns.length).fill(undefined);
  const lastValues = new Array<string | number | undefined>(columns.length).fill(undefined);
  const lastRow: Record<string, string | number | Levels> = { factors: {} };
  // Also by a row that turned out to be damaged behind its factors.
  let factorsChanged = false;
  const factorColumns = columns.flatMap(({ place }, i) => ('factor' in place ? [i] : []));
  // Equal factors are one object, by which cells are told apart without looking into it.
  const known = new Map<string, Levels>();
  const factorsOf = (): Levels => {
    const key = factorColumns.map((i) => lastTexts[i]).join('\n');
    const found = known.get(key) ?? levelsOf(columns, lastValues);
    known.set(key, found);
    return found;
  };
  // Equal texts are held once: a field is a slice that would keep its whole chunk of the file alive.
  const texts = new Map<string, string>();
  const hold = (text: string): string => {
    const held = texts.get(text);
    if (held === undefined) texts.set(text, text);
    return held ?? text;
  };
  const isAsBefore = (row: string, begin: number, i: number): boolean => {
    const before = lastTexts[i];
    if (before === undefined || !row.startsWith(before, begin)) return false;
    const end = begin + before.length;
    return i === columns.length - 1 ? end === row.length : row[end] === ',';
  };
  const readFields = (row: string, line: number): void => {
    let begin = 0;
    for (let i = 0; i < columns.length; i += 1) {
      if (!isAsBefore(row, begin, i)) {
        const { place } = columns[i]!;
        const comma = i === columns.length - 1 ? -1 : row.indexOf(',', begin);
        const text = row.slice(begin, comma < 0 ? row.length : comma);
        const value = fieldValue(columns[i]!, text, line, hold);
        lastTexts[i] = text;
        lastValues[i] = value;
        if ('factor' in place) factorsChanged = true;
        else lastRow[place.field] = value!;
      }
      begin += lastTexts[i]!.length + 1;
    }
  };
  return (row, line) => {
    try {
      readFields(row, line);
    } catch (error) {
      requireCount(row, columns, line);
      throw error;
    }
    if (factorsChanged) lastRow.factors = factorsOf();
    factorsChanged = false;
    // Every field was just checked against the columns, which are typed by Observation.
    return { ...lastRow } as unknown as Observation;
  };
}

/** What is wrong with a row of too few or too many fields is their number. */
function requireCount(row: string, columns: readonly Column[], line: number): void {
  const { length } = row.split(',');
  if (length === columns.length) return;
  throw new Error(`observations.csv line ${line}: ${length} fields, expected ${columns.length}`);
}

/** The factors that apply. */
function levelsOf(columns: readonly Column[], values: readonly (string | number | undefined)[]): Levels {
  return Object.fromEntries(
    columns.flatMap(({ place }, i) =>
      'factor' in place && values[i] !== undefined ? [[place.factor, values[i]]] : [],
    ),
  );
}

/** @throws Error for what the column cannot hold; `undefined` of a factor that does not apply */
function fieldValue(
  { name, kind, allowed, place }: Column,
  text: string,
  line: number,
  hold: (text: string) => string,
): string | number | undefined {
  if (text === '' && 'factor' in place) return undefined;
  const asText = () => (isName(text) ? hold(text) : undefined);
  const value = kind === 'text' ? asText() : numberOf(text, kind === 'value' ? NUMBER : WHOLE);
  if (value === undefined || allowed?.includes(text) === false) {
    throw new Error(`observations.csv line ${line}: ${name} cannot be "${text.slice(0, LONGEST_SHOWN)}"`);
  }
  return value;
}
