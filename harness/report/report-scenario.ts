import type { Block } from '../document/document.js';
import { heading, paragraph } from '../document/document-parts.js';
import type { Table } from '../document/table.js';
import type { Agreement } from '../effects/agreement.js';
import type { Figure } from '../figures/figure.js';
import type { ScenarioDescription } from '../types.js';
import { SPREAD_NOTE } from '../words/format.js';
import { type EvidenceGroup, evidenceBlocks, tableBlocks } from './evidence.js';
import { agreementBlocks } from './report-agreement.js';

export interface ScenarioSection {
  scenario: ScenarioDescription;
  /** What shows the answer best: the figure stands in the answer, the table open in the section. */
  figure?: Figure | undefined;
  table?: Table | undefined;
  /** Verdicts on the scenario's claims, right after its question. */
  claims?: readonly Block[];
  groups: readonly EvidenceGroup[];
  /** What was computed from the tables. */
  statistics?: readonly Table[];
  /** Lists that probes showed. */
  shown?: readonly Table[];
  agreement: Agreement;
}

/** One scenario: its question, the claims that decide it and one table, open; everything else of it shut. */
export function scenarioBlocks(section: ScenarioSection): Block[] {
  const { scenario, figure, table, groups, statistics = [], shown = [], agreement } = section;
  const evidence = groups.map((group) => ({
    ...group,
    tables: group.tables.filter((one) => one !== table).map(withoutSpreadNote),
    figures: group.figures.filter((one) => one !== figure),
  }));
  const more = evidence.filter((group) => group.tables.length + group.figures.length > 0).map(evidenceBlocks);
  return [
    heading(2, scenario.title),
    paragraph({ code: scenario.name }, `: ${scenario.question}`),
    ...(section.claims ?? []),
    ...(table === undefined ? [] : tableBlocks(withoutSpreadNote(table))),
    ...(more.length === 0
      ? []
      : [
          {
            kind: 'details' as const,
            summary: `All tables and figures (${counts(evidence)})`,
            blocks: [...methodOf(groups), ...more],
          },
        ]),
    ...shut(`Effects, growth and distributions (${statistics.length} tables)`, statistics),
    ...shut(`What probes showed (${shown.length} tables)`, shown),
    { kind: 'details', summary: 'Agreement of instruction-clock boots', blocks: agreementBlocks(agreement) },
  ];
}

/** How the figures of a scenario are drawn: each way once. */
function methodOf(groups: readonly EvidenceGroup[]): Block[] {
  const sentences = [
    ...new Set(groups.flatMap(({ figures }) => figures.flatMap(({ method = [] }) => method))),
  ];
  return sentences.length === 0
    ? []
    : [paragraph({ strong: 'How figures are drawn:' }, ` ${sentences.join(' ')}`)];
}

const counts = (groups: readonly EvidenceGroup[]): string => {
  const sum = (of: 'tables' | 'figures') => groups.reduce((all, group) => all + group[of].length, 0);
  return `${sum('tables')} tables, ${sum('figures')} figures`;
};

/** Tables, shut; those whose titles begin alike have what they share said once. */
function shut(summary: string, tables: readonly Table[]): Block[] {
  if (tables.length === 0) return [];
  const shared = ({ title }: Table): string => title.slice(0, Math.max(0, title.lastIndexOf(': ')));
  const blocks = [...new Set(tables.map(shared))].flatMap((title): Block[] => {
    const alike = tables.filter((table) => shared(table) === title).map(withoutSpreadNote);
    const inside = alike.flatMap((table) => tableBlocks(table, title));
    return alike.length === 1 || title === ''
      ? alike.flatMap((table) => tableBlocks(table))
      : [{ kind: 'details', summary: `${title} (${alike.length} tables)`, blocks: inside }];
  });
  return [{ kind: 'details', summary, blocks }];
}

/** It stands once on the page and need not be said below every table. */
function withoutSpreadNote({ note, ...table }: Table): Table {
  return note === undefined || note === SPREAD_NOTE ? table : { ...table, note };
}
