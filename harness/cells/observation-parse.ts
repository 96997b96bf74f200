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
    const record = text.replace(/\r$/, '').split(',');
    if (line === 1) {
      requireHeader(record, columns);
      return;
    }
    if (record.length === 1 && record[0] === '') return;
    try {
      const observation = readRow(record, line);
      last = { prefix: text.slice(0, iterationAt(text)), observation };
      onObservation(observation);
    } catch (error) {
      damaged(record, error);
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

/** Most fields are those of the row before: they are checked and turned into values once. */
function rowReader(columns: readonly Column[]): (record: readonly string[], line: number) => Observation {
  const lastTexts = new Array<string | undefined>(columns.length).fill(undefined);
  const lastValues = new Array<string | number | undefined>(columns.length).fill(undefined);
  let lastFactors: Levels = {};
  // Since they were last told: also by a row that turned out to be damaged behind its factors.
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
  return (record, line) => {
    if (record.length !== columns.length) {
      throw new Error(`observations.csv line ${line}: ${record.length} fields, expected ${columns.length}`);
    }
    const row: Record<string, string | number | Levels> = {};
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i]!;
      const text = record[i]!;
      if (text !== lastTexts[i]) {
        lastValues[i] = fieldValue(column, text, line, hold);
        lastTexts[i] = text;
        factorsChanged ||= 'factor' in column.place;
      }
      if ('field' in column.place) row[column.place.field] = lastValues[i]!;
    }
    if (factorsChanged) lastFactors = factorsOf();
    factorsChanged = false;
    row.factors = lastFactors;
    // Every field was just checked against the columns, which are typed by Observation.
    return row as unknown as Observation;
  };
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
