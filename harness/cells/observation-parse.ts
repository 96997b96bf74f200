import Papa from 'papaparse';
import type { FactorDeclaration, Levels, Observation } from '../types.js';
import { type Column, isName, observationColumns } from './observation-columns.js';

/** As `observationLines` writes them; whole numbers from 0 but for the value. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
const WHOLE = /^\d+(e\+\d+)?$/;

/** Characters of a field that a message repeats. */
const LONGEST_SHOWN = 80;

/**
 * Turns what papaparse read of an observations.csv, in any chunks, into observations, each handed on as it is read.
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
  let line = 0;
  let readRow: ReturnType<typeof rowReader>;
  return {
    records: ({ data, errors }: Papa.ParseResult<string[]>): void => {
      for (const record of data) {
        line += 1;
        if (line === 1) {
          requireHeader(record, columns);
          readRow = rowReader(columns);
          continue;
        }
        try {
          onObservation(readRow(record, line));
        } catch (error) {
          if (onDamage === undefined || !(error instanceof Error)) throw error;
          onDamage(record, error);
        }
      }
      if (errors.length > 0) throw new Error(`observations.csv line ${line}: ${errors[0]!.message}`);
    },
    end: (): void => {
      if (line === 0) requireHeader([], columns);
    },
  };
}

/** A number may be cut short when its line has no end. */
export function refuseCutLine(endsInNewline: boolean): void {
  if (!endsInNewline) throw new Error('observations.csv: the last line is cut short (no line end)');
}

/** What papaparse is asked to do with a text or a stream; a last line that is empty is none. */
export const OBSERVATION_FORMAT = {
  header: false,
  delimiter: ',',
  skipEmptyLines: true,
  // No field is quoted: a stray quote must not swallow the lines after it.
  fastMode: true,
} as const;

/** Reads a whole observations.csv that is at hand as text; errors as `observationReader` and `refuseCutLine`. */
export function parseObservations(csv: string, declared: readonly FactorDeclaration[]): Observation[] {
  const observations: Observation[] = [];
  const reader = observationReader(declared, (observation) => observations.push(observation));
  const result = Papa.parse<string[]>(csv, OBSERVATION_FORMAT);
  reader.records(result);
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
    let factorsChanged = false;
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
  const value = kind === 'text' ? hold(text) : Number(text);
  const isNumber = () => (kind === 'value' ? NUMBER : WHOLE).test(text) && Number.isFinite(value);
  const fits = kind === 'text' ? isName(text) : isNumber();
  if (!fits || allowed?.includes(text) === false) {
    throw new Error(`observations.csv line ${line}: ${name} cannot be "${text.slice(0, LONGEST_SHOWN)}"`);
  }
  return value;
}
