import type { Level } from '../cells/cell.js';
import type { FactorName, Factors, StateName } from '../types.js';
import { groupThousands } from './format.js';

const TITLES: Record<FactorName, string> = {
  lane: 'lane',
  kernel: 'kernel',
  possibleCpus: 'possible CPUs',
  memoryMb: 'memory',
  namespaces: 'namespaces',
  rules: 'rules',
  variant: 'variant',
  runEstimation: 'run_estimation',
  path: 'path',
  mitigation: 'mitigation',
  condition: 'condition',
  creators: 'parallel creators',
};

/** The factor for people, fit to head a column. */
export function factorTitle(name: FactorName): string {
  return TITLES[name];
}

/** One level without the factor's name: `2,000`, `2,048 MB`, `on`, `–` where the factor does not apply. */
export function levelText(name: FactorName, level: Level): string {
  if (level === undefined) return '–';
  if (name === 'runEstimation') return level === 1 ? 'on' : 'off';
  if (typeof level === 'string') return level;
  return groupThousands(String(level)) + (name === 'memoryMb' ? ' MB' : '');
}

/** One level that speaks for itself: `2,000 namespaces`, `kernel 6.1`, `run_estimation off`, `exact lane`. */
export function levelPhrase(name: FactorName, level: Level): string {
  const text = levelText(name, level);
  if (level === undefined) return `no ${TITLES[name]}`;
  if (name === 'variant') return text;
  if (
    name === 'possibleCpus' ||
    name === 'namespaces' ||
    name === 'rules' ||
    name === 'lane' ||
    name === 'creators'
  ) {
    return `${text} ${TITLES[name]}`;
  }
  return `${TITLES[name]} ${text}`;
}

/**
 * The named levels of one cell in a phrase: `kernel 6.1, 80 possible CPUs`. Factors that do not apply go unsaid
 * unless none applies (`no variant`), so different cells still have different phrases. Empty without names.
 */
export function cellPhrase(cell: Factors, names: readonly FactorName[]): string {
  const applying = names.filter((name) => cell[name] !== undefined);
  return (applying.length > 0 ? applying : names).map((name) => levelPhrase(name, cell[name])).join(', ');
}

/** `per namespace`, `per rule`: what a slope along a state factor is counted by. */
export function perState(name: StateName): string {
  return `per ${name.replace(/s$/, '')}`;
}
