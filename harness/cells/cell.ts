import type { FactorName, Factors, InnerFactors, Where } from '../types.js';
import { naturalOrder } from './natural-order.js';

/** Factors of the whole machine: a boot has one level of each. */
export const MACHINE_FACTORS = [
  'lane',
  'kernel',
  'possibleCpus',
  'memoryMb',
] as const satisfies readonly FactorName[];

/** Factors that may change inside a boot. */
export const INNER_FACTORS = [
  'namespaces',
  'rules',
  'variant',
  'runEstimation',
  'path',
  'mitigation',
  'condition',
  'creators',
] as const satisfies readonly (keyof InnerFactors)[];

/** Every factor but the scenario, in the order in which columns and words name them. */
export const FACTOR_NAMES: readonly FactorName[] = [...MACHINE_FACTORS, ...INNER_FACTORS];

/** `undefined` where the factor does not apply. */
export type Level = string | number | undefined;

/** Numbers by size, texts in natural order, "does not apply" after everything (where sort puts it anyway). */
export function compareLevels(a: Level, b: Level): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : naturalOrder(String(a), String(b));
}

/** Equality on the factors that `where` names, `null` being a factor that does not apply; the others are not restricted. */
export function matches(cell: Factors, where: Where = {}): boolean {
  return FACTOR_NAMES.every((name) => where[name] === undefined || where[name] === (cell[name] ?? null));
}

/** One text per combination of levels, equal only for equal combinations. */
export function keyOf(cell: Factors, names: readonly FactorName[]): string {
  return JSON.stringify(names.map((name) => cell[name] ?? null));
}

/** The different levels of one factor among the cells, ascending. */
export function levelsOf(cells: readonly Factors[], name: FactorName): Level[] {
  return [...new Set<Level>(cells.map((cell) => cell[name]))].sort(compareLevels);
}

/** The factors in which the cells are not all alike: what tells one from another. */
export function differing(cells: readonly Factors[]): FactorName[] {
  return FACTOR_NAMES.filter((name) => levelsOf(cells, name).length > 1);
}

/** Cells that agree in the named factors, in the order of their first cell. */
export function groupBy<T extends Factors>(cells: readonly T[], names: readonly FactorName[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const cell of cells) {
    const key = keyOf(cell, names);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups.values()];
}
