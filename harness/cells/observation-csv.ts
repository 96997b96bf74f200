import type { Observation } from '../types.js';
import { COLUMNS, isName, OBSERVATION_COLUMNS } from './observation-columns.js';

const FIELDS = Object.values(OBSERVATION_COLUMNS);

/** The header line of observations.csv, with its line end. */
export function observationHeader(): string {
  return `${COLUMNS.join(',')}\n`;
}

/**
 * CSV lines of one chunk of observations, each with its line end and without the header, so that chunks
 * can be appended to a file as they come. An absent factor is an empty field. Numbers are written in the
 * shortest form that reads back as the same double. Throws when a number is not finite or a text is
 * no name, because neither could be read back.
 */
export function observationLines(chunk: readonly Observation[]): string {
  const names = new Set<string>();
  // No field is ever quoted: none holds what would need it.
  return chunk.map((row) => `${FIELDS.map((field) => fieldText(row, field, names)).join()}\n`).join('');
}

/** A whole observations.csv: header and lines. */
export function observationCsv(observations: readonly Observation[]): string {
  return observationHeader() + observationLines(observations);
}

/** @param names texts that were looked at before, which most are */
function fieldText(row: Observation, field: keyof Observation, names: Set<string>): string {
  const value = row[field];
  if (value === undefined) return '';
  if (typeof value === 'string' ? !names.has(value) && !isName(value) : !Number.isFinite(value)) {
    throw new Error(
      `observation of ${row.metric} in trial ${row.trial}: ${field} is ${JSON.stringify(String(value))}`,
    );
  }
  if (typeof value === 'string') names.add(value);
  return String(value);
}
