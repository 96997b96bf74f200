import Papa from 'papaparse';
import type { Observation } from '../types.js';
import { INNER_FACTORS } from './cell.js';
import { COLUMNS, isName, OBSERVATION_COLUMNS } from './observation-columns.js';

const FIELDS = Object.values(OBSERVATION_COLUMNS);
/** Columns that a run measured before they came does not have. */
const LATER = ['mitigation', 'condition', 'creators'];
const OPTIONAL: ReadonlySet<string> = new Set(INNER_FACTORS);
const TEXTS = new Set([
  ...['run', 'trial', 'lane', 'scenario', 'kernel', 'variant', 'path', 'mitigation', 'condition'],
  ...['metric', 'unit'],
]);
const ALLOWED: Record<string, readonly string[]> = {
  lane: ['exact', 'real'],
  unit: ['ns', 'kB', 'count', 'share', 'ratio'],
  runEstimation: ['0', '1'],
};

/** As `observationLines` writes them; whole numbers from 0 but for the value. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
const WHOLE = /^\d+(e\+\d+)?$/;

/** Characters of a field that a message repeats. */
const LONGEST_SHOWN = 80;

interface Column {
  name: string;
  field: keyof Observation;
  optional: boolean;
  isText: boolean;
  allowed: readonly string[] | undefined;
}

const ALL: readonly Column[] = FIELDS.map((field, i) => ({
  name: COLUMNS[i]!,
  field,
  optional: OPTIONAL.has(field),
  isText: TEXTS.has(field),
  allowed: ALLOWED[field],
}));

/**
 * Turns what papaparse read of an observations.csv, in any chunks, into observations, each handed on as it is read.
 * Throws, naming the line, on a header other than `COLUMNS` (of which those that came later may all be missing) and on a
 * missing or impossible field.
 * @param onDamage is told of a row that is not whole, or that `onObservation` threw at, instead of an end by its error
 */
export function observationReader(
  onObservation: (observation: Observation) => void,
  onDamage?: (record: readonly string[], error: Error) => void,
) {
  let line = 0;
  let readRow: ReturnType<typeof rowReader>;
  return {
    records: ({ data, errors }: Papa.ParseResult<string[]>): void => {
      for (const record of data) {
        line += 1;
        if (line === 1) {
          readRow = rowReader(columnsOf(record));
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
      if (line === 0) columnsOf([]);
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
export function parseObservations(csv: string): Observation[] {
  const observations: Observation[] = [];
  const reader = observationReader((observation) => observations.push(observation));
  const result = Papa.parse<string[]>(csv, OBSERVATION_FORMAT);
  reader.records(result);
  reader.end();
  refuseCutLine(csv.endsWith('\n'));
  return observations;
}

/** The columns that a header names. */
function columnsOf(record: readonly string[]): readonly Column[] {
  const found = record.map((name, i) => (i === 0 ? name.replace(/^\uFEFF/, '') : name));
  const earlier = ALL.filter(({ field }) => !LATER.includes(field));
  for (const columns of [ALL, earlier]) {
    if (found.join() === columns.map(({ name }) => name).join()) return columns;
  }
  const what = found.length === 0 ? 'no header' : `the header "${found.join().slice(0, 4 * LONGEST_SHOWN)}"`;
  throw new Error(`observations.csv has ${what}; expected "${COLUMNS.join()}"`);
}

/** Most fields are those of the row before: they are checked and turned into values once. */
function rowReader(columns: readonly Column[]): (record: readonly string[], line: number) => Observation {
  const lastTexts = new Array<string | undefined>(columns.length).fill(undefined);
  const lastValues = new Array<string | number | undefined>(columns.length).fill(undefined);
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
    const row: Record<string, string | number> = {};
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i]!;
      const text = record[i]!;
      if (text !== lastTexts[i]) {
        lastValues[i] = fieldValue(column, text, line, hold);
        lastTexts[i] = text;
      }
      const value = lastValues[i];
      if (value !== undefined) row[column.field] = value;
    }
    // Every required field was just checked against the columns, which are typed by Observation.
    return row as unknown as Observation;
  };
}

/** @throws Error for what the column cannot hold; `undefined` of a factor that does not apply */
function fieldValue(
  { name, field, optional, isText, allowed }: Column,
  text: string,
  line: number,
  hold: (text: string) => string,
): string | number | undefined {
  if (text === '' && optional) return undefined;
  const value = isText ? hold(text) : Number(text);
  const isNumber = () => (field === 'value' ? NUMBER : WHOLE).test(text) && Number.isFinite(value);
  const fits = isText ? isName(text) : isNumber();
  if (!fits || allowed?.includes(text) === false) {
    throw new Error(`observations.csv line ${line}: ${name} cannot be "${text.slice(0, LONGEST_SHOWN)}"`);
  }
  return value;
}
