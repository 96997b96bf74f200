import { applyingFactors, levelOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import type { FactorName } from '../types.js';

/** The levels of a cell by factor, as texts; factors that do not apply are absent. */
export function levelTexts(
  row: SummaryRow,
  names: readonly FactorName[] = applyingFactors(row),
): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const level = levelOf(row, name);
    return level === undefined ? [] : [[name, String(level)]];
  });
}

/** `namespaces=500/variant=stock`: one word, in which other tools find the factors again. */
export function levelPath(row: SummaryRow, names: readonly FactorName[] = applyingFactors(row)): string {
  return levelTexts(row, names)
    .map(([name, level]) => `${name}=${wordOf(level)}`)
    .join('/');
}

/** The text without anything that parts words or levels in those formats. */
export function wordOf(text: string): string {
  const word = text.replace(/[^A-Za-z0-9._+-]+/g, '-').replace(/^-+|-+$/g, '');
  return word === '' ? 'unnamed' : word;
}
