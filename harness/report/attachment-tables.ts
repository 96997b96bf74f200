import { differing, keyOf, levelOf } from '../cells/cell.js';
import { fileName, type Table } from '../document/table.js';
import type { FactorName, StoredAttachment, TableAttachment } from '../types.js';
import { cellPhrase } from '../words/level-words.js';

type Shown = StoredAttachment & { attachment: TableAttachment };

/**
 * The lists that the probes of one scenario showed, as tables: of each list and treatment the one of the first boot, and
 * in its title the trial, whose raw output holds it.
 */
export function attachmentTables(scenario: string, attachments: readonly StoredAttachment[]): Table[] {
  const lists = attachments.filter(
    (one): one is Shown => one.scenario === scenario && one.attachment.kind === 'table',
  );
  return [...new Set(lists.map(({ attachment }) => attachment.name))].flatMap((name) => {
    const named = lists.filter(({ attachment }) => attachment.name === name);
    const apart = differing(named);
    return firstOfEach(named, apart).map((one) => attachmentTable(scenario, one, apart));
  });
}

function firstOfEach(named: readonly Shown[], apart: FactorName[]): Shown[] {
  const first = new Map<string, Shown>();
  for (const one of named) {
    const key = keyOf(one, apart);
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

function attachmentTable(scenario: string, shown: Shown, apart: FactorName[]): Table {
  const { trial, attachment } = shown;
  const words = [cellPhrase(shown, apart), trial].filter((word) => word !== '');
  return {
    name: fileName(
      scenario,
      attachment.name,
      ...apart.map((name) => `${name}-${levelOf(shown, name) ?? 'none'}`),
    ),
    title: `${attachment.title}: ${words.join(', ')}`,
    columns: attachment.columns.map((title) => ({ title, align: 'left' })),
    rows: attachment.rows,
    ...(attachment.note === undefined ? {} : { note: attachment.note }),
  };
}
