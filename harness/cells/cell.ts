import type { FactorLevel, FactorName, Factors, MachineFactors, Where } from '../types.js';
import { naturalOrder } from './natural-order.js';

/** Factors of the whole machine, which every scenario has: a boot has one level of each. */
export const MACHINE_FACTORS = [
  'clock',
  'kernel',
  'possibleCpus',
  'memoryMb',
] as const satisfies readonly (keyof MachineFactors)[];

/** `undefined` where the factor does not apply. */
export type Level = FactorLevel | undefined;

const isMachineFactor = (name: FactorName): name is keyof MachineFactors =>
  (MACHINE_FACTORS as readonly string[]).includes(name);

/** The level of one factor, of the machine's or the scenario's own. */
export function levelOf(cell: Factors, name: FactorName): Level {
  if (isMachineFactor(name)) return cell[name];
  return Object.hasOwn(cell.factors, name) ? cell.factors[name] : undefined;
}

/** The same cell at another level of one factor. */
export const withLevel = <Cell extends Factors>(cell: Cell, name: FactorName, level: Level): Cell =>
  isMachineFactor(name)
    ? { ...cell, [name]: level }
    : { ...cell, factors: { ...cell.factors, [name]: level } };

/** Every factor of these cells but the scenario, in the order in which words name them: the machine's, then those declared. */
export function factorNames(cells: readonly Factors[]): FactorName[] {
  const names = new Set<FactorName>(MACHINE_FACTORS);
  // Rows of one cell share their object.
  for (const factors of new Set(cells.map((cell) => cell.factors))) {
    for (const name of Object.keys(factors)) names.add(name);
  }
  return [...names];
}

/** The factors that apply to this cell, in the order in which words name them. */
export const applyingFactors = (cell: Factors): FactorName[] =>
  [...MACHINE_FACTORS, ...Object.keys(cell.factors)].filter((name) => levelOf(cell, name) !== undefined);

/** Numbers by size, texts in natural order, "does not apply" after everything (where sort puts it anyway). */
export function compareLevels(a: Level, b: Level): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : naturalOrder(String(a), String(b));
}

/** Equality on the factors that `where` names, `null` being a factor that does not apply; the others are not restricted. */
export function matches(cell: Factors, where: Where = {}): boolean {
  return Object.entries(where).every(([name, level]) => level === (levelOf(cell, name) ?? null));
}

/** One text per combination of levels, equal only for equal combinations. */
export function keyOf(cell: Factors, names: readonly FactorName[]): string {
  return JSON.stringify(names.map((name) => levelOf(cell, name) ?? null));
}

/** The texts of factors that were asked for before: rows of one cell share their object, and nobody changes it. */
const factorKeys = new WeakMap<object, string>();

/** One text per combination of all levels that apply, in whatever order they stand. */
export function keyOfAll(cell: Factors): string {
  const { clock, kernel, possibleCpus, memoryMb, factors } = cell;
  let key = factorKeys.get(factors);
  if (key === undefined) {
    const applying = Object.entries(factors).filter(([, level]) => level !== undefined);
    key = JSON.stringify(applying.sort(([a], [b]) => (a < b ? -1 : 1)));
    factorKeys.set(factors, key);
  }
  return `${clock}\n${kernel}\n${possibleCpus}\n${memoryMb}\n${key}`;
}

/** The different levels of one factor among the cells, ascending. */
export function levelsOf(cells: readonly Factors[], name: FactorName): Level[] {
  return [...new Set<Level>(cells.map((cell) => levelOf(cell, name)))].sort(compareLevels);
}

/** The factors in which the cells are not all alike: what tells one from another. */
export function differing(cells: readonly Factors[]): FactorName[] {
  const [first, ...others] = cells;
  if (first === undefined) return [];
  return factorNames(cells).filter((name) => {
    const level = levelOf(first, name);
    return others.some((cell) => levelOf(cell, name) !== level);
  });
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
