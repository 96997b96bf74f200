import type { Block } from '../document/document.js';
import { heading } from '../document/document-parts.js';
import { tableId } from '../document/place-ids.js';
import type { Table } from '../document/table.js';
import type { Figure } from '../figures/figure.js';
import type { FigureSpec, ScenarioDescription } from '../types.js';

/** Tables and figures that belong together: shut on the page until they are asked for. */
export interface EvidenceGroup {
  title: string;
  /** Metrics that it shows. */
  metrics: readonly string[];
  tables: Table[];
  figures: Figure[];
}

export interface DrawnFigure {
  spec: FigureSpec;
  figures: Figure[];
}

const metricOf = (spec: FigureSpec, { comparisons, scalings }: ScenarioDescription): string[] => {
  switch (spec.kind) {
    case 'slopes':
      return scalings.filter(({ name }) => name === spec.scaling).map(({ metric }) => metric);
    case 'before-after':
      return comparisons.filter(({ name }) => name === spec.comparison).map(() => spec.metric);
    case 'flame':
      return [];
    default:
      return [spec.metric];
  }
};

/**
 * The evidence of one scenario: a group for each table that it declares, with the figures of the same metrics, and one for each figure
 * that no table goes with. A group of which nothing was measured is none.
 */
export function evidenceGroups(
  scenario: ScenarioDescription,
  tables: readonly { title: string; metrics: readonly string[]; tables: Table[] }[],
  drawn: readonly DrawnFigure[],
): EvidenceGroup[] {
  const left = new Set(drawn);
  const ofTables = tables.map(({ title, metrics, tables: built }) => {
    const own = [...left].filter(({ spec }) => metricOf(spec, scenario).some((one) => metrics.includes(one)));
    for (const one of own) left.delete(one);
    return { title, metrics, tables: built, figures: own.flatMap(({ figures }) => figures) };
  });
  const ofFigures = [...left].map(({ spec, figures }) => ({
    ...{ title: spec.title, metrics: metricOf(spec, scenario), tables: [], figures },
  }));
  return [...ofTables, ...ofFigures].filter((group) => group.tables.length + group.figures.length > 0);
}

const counted = (count: number, word: string): string[] =>
  count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];

/** A group, shut: its figures, then its tables. */
export function evidenceBlocks({ title, tables, figures }: EvidenceGroup): Block {
  const size = [...counted(tables.length, 'table'), ...counted(figures.length, 'figure')].join(', ');
  return {
    ...{ kind: 'details', summary: `${title} (${size})` },
    blocks: [...figures.flatMap(figureBlocks), ...tables.flatMap((table) => tableBlocks(table, title))],
  };
}

const figureBlocks = (figure: Figure): Block[] => [heading(3, figure.title), { kind: 'figure', figure }];

/** A table under its title, but for words that stand above it already, where links lead to it. Each table stands once on a page. */
export function tableBlocks(table: Table, above?: string): Block[] {
  const repeated = `${above}: `;
  const title = table.title.startsWith(repeated) ? table.title.slice(repeated.length) : table.title;
  return [heading(3, title), { kind: 'table', table, id: tableId(table.name) }];
}
