import type { FactorDeclaration, Observation } from '../types.js';
import { type Column, isName, observationColumns } from './observation-columns.js';

/** The header line of observations.csv, with its line end. */
export function observationHeader(declared: readonly FactorDeclaration[]): string {
  return `${observationColumns(declared)
    .map(({ name }) => name)
    .join()}\n`;
}

/**
 * CSV lines of one chunk of observations, each with its line end and without the header, so that chunks
 * can be appended to a file as they come. An absent factor is an empty field. Numbers are written in the
 * shortest form that reads back as the same double.
 * @throws Error for a number that is not finite, a text that is no name and a factor that is not declared or not of its kind,
 *   because none could be read back
 */
export function observationLines(
  chunk: readonly Observation[],
  declared: readonly FactorDeclaration[],
): string {
  const columns = observationColumns(declared);
  const factors = new Set(declared.map(({ name }) => name));
  const names = new Set<string>();
  let known: unknown;
  return chunk
    .map((row) => {
      if (row.factors !== known) refuseUndeclared(row, factors);
      known = row.factors;
      // No field is ever quoted: none holds what would need it.
      return `${columns.map((column) => fieldText(row, column, names)).join()}\n`;
    })
    .join('');
}

/** A whole observations.csv: header and lines. */
export function observationCsv(
  observations: readonly Observation[],
  declared: readonly FactorDeclaration[],
): string {
  return observationHeader(declared) + observationLines(observations, declared);
}

function refuseUndeclared({ factors, metric, scenario }: Observation, declared: Set<string>): void {
  const name = Object.keys(factors).find((one) => factors[one] !== undefined && !declared.has(one));
  if (name !== undefined) {
    throw new Error(`observation of ${metric}: the scenario "${scenario}" declares no factor "${name}"`);
  }
}

/** @param names texts that were looked at before, which most are */
function fieldText(row: Observation, { name, kind, place }: Column, names: Set<string>): string {
  const value = 'factor' in place ? row.factors[place.factor] : row[place.field];
  if (value === undefined && 'factor' in place) return '';
  const fits =
    kind === 'text'
      ? typeof value === 'string' && (names.has(value) || isName(value))
      : Number.isFinite(value);
  if (!fits) {
    const said = JSON.stringify(String(value));
    throw new Error(`observation of ${row.metric} in trial ${row.trial}: ${name} is ${said}`);
  }
  if (kind === 'text') names.add(value as string);
  return String(value);
}
