import { tableTerminal } from '../document/table-terminal.js';
import type { Finding } from '../run/requirements/finding.js';

/**
 * Pure: what was found, as a table; below it a remedy for what is missing, once, with the rows it is for. Of what merely
 * could be better the remedy stands in its row.
 * @param columns how wide the terminal is
 */
export function doctorLines(findings: readonly Finding[], columns: number): string {
  const rows = findings.map(({ state, what, detail, remedy }) => [
    state,
    what,
    state === 'note' && remedy !== undefined ? `${detail} (${remedy})` : detail,
  ]);
  const titles = ['', 'what', 'found'].map((title) => ({ title, align: 'left' as const }));
  const table = tableTerminal({ name: 'doctor', title: 'This machine', columns: titles, rows }, columns);
  const missing = findings.filter(({ state }) => state === 'missing');
  const remedies = new Map<string, string[]>();
  for (const { what, remedy } of missing) {
    if (remedy !== undefined) remedies.set(remedy, [...(remedies.get(remedy) ?? []), what]);
  }
  // A command is not broken into lines: it is there to be copied.
  const lines = [...remedies].flatMap(([remedy, names]) => [
    `for ${names.join(', ')}:`,
    ...remedy.split('\n').map((line) => `  ${line}`),
  ]);
  const end =
    missing.length === 0
      ? ['nothing is missing']
      : [`missing: ${missing.map(({ what }) => what).join(', ')}`, ...lines];
  return [table, ...end].join('\n');
}
