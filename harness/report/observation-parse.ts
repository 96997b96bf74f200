import { parse } from 'csv-parse/sync';
import type { Observation } from '../types.js';
import { COLUMNS, OBSERVATION_COLUMNS } from './observation-columns.js';

const FIELDS = Object.values(OBSERVATION_COLUMNS);
const OPTIONAL = new Set(['namespaces', 'rules', 'variant', 'runEstimation', 'path']);
const TEXTS = new Set(['run', 'trial', 'lane', 'scenario', 'kernel', 'variant', 'path', 'metric', 'unit']);
const ALLOWED: Record<string, readonly string[]> = {
  lane: ['exact', 'real'],
  unit: ['ns', 'kB', 'count', 'share', 'ratio'],
  runEstimation: ['0', '1'],
};

/**
 * Reads a whole observations.csv. Throws, naming the line, on a header other than `COLUMNS`, on a missing or
 * impossible field, and when the last line has no line end (its number may be cut short).
 * Rows become observations as they are read and equal texts are held once, so the memory taken is
 * that of the observations.
 */
export function parseObservations(csv: string): Observation[] {
  const observations: Observation[] = [];
  const texts = new Map<string, string>();
  const hold = (text: string): string => {
    const held = texts.get(text);
    if (held !== undefined) return held;
    texts.set(text, text);
    return text;
  };
  let headerSeen = false;
  parse(csv, {
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    on_record: (record: string[], { lines }) => {
      if (headerSeen) observations.push(readRow(record, lines, hold));
      else checkHeader(record);
      headerSeen = true;
      // Nothing is kept by the parser itself.
      return null;
    },
  });
  if (!headerSeen) checkHeader([]);
  if (!csv.endsWith('\n')) throw new Error('observations.csv: the last line is cut short (no line end)');
  return observations;
}

function checkHeader(found: readonly string[]): void {
  if (found.join() === COLUMNS.join()) return;
  const what = found.length === 0 ? 'no header' : `the header "${found.join()}"`;
  throw new Error(`observations.csv has ${what}; expected "${COLUMNS.join()}"`);
}

function readRow(record: readonly string[], line: number, hold: (text: string) => string): Observation {
  if (record.length !== FIELDS.length) {
    throw new Error(`observations.csv line ${line}: ${record.length} fields, expected ${FIELDS.length}`);
  }
  const row: Record<string, string | number> = {};
  for (const [index, field] of FIELDS.entries()) {
    const text = record[index]!;
    if (text === '' && OPTIONAL.has(field)) continue;
    const value = TEXTS.has(field) ? hold(text) : Number(text);
    const allowed = ALLOWED[field]?.includes(text) ?? true;
    if (text.trim() === '' || !allowed || (typeof value === 'number' && !Number.isFinite(value))) {
      throw new Error(`observations.csv line ${line}: ${COLUMNS[index]} cannot be "${text}"`);
    }
    row[field] = value;
  }
  // Every required field was just checked against FIELDS, which is typed by Observation.
  return row as unknown as Observation;
}
