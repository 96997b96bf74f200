import type { FactorDeclaration, FactorLevel, Factors, Observation } from '../types.js';
import { levelOf } from './cell.js';

/** One column of observations.csv: how its field is read, and where the value belongs. */
export interface Column {
  name: string;
  kind: 'text' | 'whole' | 'value';
  /** Words that it may hold; any where absent. */
  allowed?: readonly string[];
  /** A field of `Observation`, or one of its `factors`, which may be empty. */
  place: { field: keyof Observation } | { factor: string };
}

const text = (name: keyof Observation, allowed?: readonly string[]): Column => ({
  ...{ name, kind: 'text', place: { field: name } },
  ...(allowed && { allowed }),
});
const whole = (field: keyof Observation, name: string = field): Column => ({
  ...{ name, kind: 'whole', place: { field } },
});

/** Columns of the factors that every cell has. */
const MACHINE_COLUMNS: readonly Column[] = [
  text('clock', ['instructions', 'wall']),
  text('scenario'),
  text('kernel'),
  whole('possibleCpus', 'possible_cpus'),
  whole('memoryMb', 'memory_mb'),
];

/** The columns that tell one cell from another, shared by observations.csv and summary.csv, in order. */
export const factorColumns = (declared: readonly FactorDeclaration[]): readonly Column[] => [
  ...MACHINE_COLUMNS,
  ...declared.map(
    ({ name, kind }): Column => ({
      name,
      kind: kind === 'amount' ? 'whole' : 'text',
      place: { factor: name },
    }),
  ),
];

/** Every column of the observations.csv of scenarios that declare these factors, in order. */
export const observationColumns = (declared: readonly FactorDeclaration[]): readonly Column[] => [
  text('run'),
  text('trial'),
  whole('block'),
  whole('boot'),
  ...factorColumns(declared),
  text('metric'),
  text('unit', ['ns', 'kB', 'count', 'share', 'ratio']),
  whole('iteration'),
  { name: 'value', kind: 'value', place: { field: 'value' } },
];

/** What a factor column holds of a cell; `undefined` of a factor that does not apply. */
export function factorLevel(cell: Factors, { place }: Column): FactorLevel | undefined {
  return 'factor' in place
    ? levelOf(cell, place.factor)
    : (cell[place.field as keyof Factors] as FactorLevel);
}

/**
 * Pure: whether a text may stand in observations.csv: a word or some, in which nothing begins another field, line or formula,
 * and nothing that a terminal obeys.
 */
export const isName = (text: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text) && !/[",]/.test(text);
