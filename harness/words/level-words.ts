import { type Level, levelOf } from '../cells/cell.js';
import type { Clock, FactorDeclaration, FactorName, Factors, MachineFactors } from '../types.js';
import { clockName } from './clock-name.js';
import { groupThousands } from './format.js';

const MACHINE_WORDS: Readonly<Record<string, string>> = {
  possibleCpus: 'possible CPUs',
  memoryMb: 'memory',
} satisfies Partial<Record<keyof MachineFactors, string>>;

/** The factor as phrases name it. */
const factorWord = (name: FactorName): string => MACHINE_WORDS[name] ?? name.replaceAll('_', ' ');

/** The factor for people, fit to head a column: as the scenario titles it. */
export function factorTitle(name: FactorName, declared: readonly FactorDeclaration[]): string {
  return declared.find((factor) => factor.name === name)?.title ?? factorWord(name);
}

/** One level without the factor's name: `2,000`, `2,048 MB`, `off`, `–` where the factor does not apply. */
export function levelText(name: FactorName, level: Level): string {
  if (level === undefined) return '–';
  if (typeof level === 'string') return level;
  return groupThousands(String(level)) + (name === 'memoryMb' ? ' MB' : '');
}

/** One level that speaks for itself: `2,000 namespaces`, `kernel 6.1`, `path away`, `instruction clock`. */
export function levelPhrase(name: FactorName, level: Level): string {
  if (name === 'clock' && level !== undefined) return clockName(level as Clock);
  const text = levelText(name, level);
  const word = factorWord(name);
  if (level === undefined) return `no ${word}`;
  if (name === 'variant') return text;
  const isCount = typeof level === 'number' && name !== 'memoryMb';
  return isCount ? `${text} ${word}` : `${word} ${text}`;
}

/**
 * The named levels of one cell in a phrase: `kernel 6.1, 80 possible CPUs`. Factors that do not apply go unsaid
 * unless none applies (`no variant`), so different cells still have different phrases. Empty without names.
 */
export function cellPhrase(cell: Factors, names: readonly FactorName[]): string {
  const applying = names.filter((name) => levelOf(cell, name) !== undefined);
  return (applying.length > 0 ? applying : names)
    .map((name) => levelPhrase(name, levelOf(cell, name)))
    .join(', ');
}

/** `per namespace`, `per address`, `per entry`: what a slope along a state factor is counted by. */
export function perState(name: FactorName): string {
  const one = factorWord(name)
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/([^s])s$/, '$1');
  return `per ${one}`;
}
