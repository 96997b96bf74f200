import { differing, keyOf, levelOf } from '../cells/cell.js';
import { fileName, type Table } from '../document/table.js';
import type { FactorName, StoredExhibit, TableExhibit } from '../types.js';
import { cellPhrase } from '../words/level-words.js';

type Shown = StoredExhibit & { exhibit: TableExhibit };

/**
 * The lists that the probes of one scenario showed, as tables: of each list and treatment the one of the first boot, and
 * in its title the trial, whose raw output holds it.
 */
export function exhibitTables(scenario: string, exhibits: readonly StoredExhibit[]): Table[] {
  const lists = exhibits.filter(
    (one): one is Shown => one.scenario === scenario && one.exhibit.kind === 'table',
  );
  return [...new Set(lists.map(({ exhibit }) => exhibit.name))].flatMap((name) => {
    const named = lists.filter(({ exhibit }) => exhibit.name === name);
    const apart = differing(named);
    return firstOfEach(named, apart).map((one) => exhibitTable(scenario, one, apart));
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

function exhibitTable(scenario: string, shown: Shown, apart: FactorName[]): Table {
  const { trial, exhibit } = shown;
  const words = [cellPhrase(shown, apart), trial].filter((word) => word !== '');
  return {
    name: fileName(
      scenario,
      exhibit.name,
      ...apart.map((name) => `${name}-${levelOf(shown, name) ?? 'none'}`),
    ),
    title: `${exhibit.title}: ${words.join(', ')}`,
    columns: exhibit.columns.map((title) => ({ title, align: 'left' })),
    rows: exhibit.rows,
    ...(exhibit.note === undefined ? {} : { note: exhibit.note }),
  };
}
