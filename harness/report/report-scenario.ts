import type { Block, FigureLink } from '../document/document.js';
import { heading, paragraph } from '../document/document-parts.js';
import type { Table } from '../document/table.js';
import type { Agreement } from '../effects/agreement.js';
import type { ScenarioDescription } from '../types.js';
import { SPREAD_NOTE } from '../words/format.js';
import { agreementBlocks } from './report-agreement.js';

export interface ScenarioSection {
  scenario: ScenarioDescription;
  /** Verdicts on the scenario's claims, right after its question. */
  claims?: readonly Block[];
  tables: readonly Table[];
  /** What was computed from the tables, right after them. */
  statistics?: readonly Block[];
  figures: readonly FigureLink[];
  agreement: Agreement;
}

/**
 * One scenario: its question, its claims, tables, statistics, figures, agreement of instruction-clock boots.
 */
export function scenarioBlocks(section: ScenarioSection): Block[] {
  const { scenario, tables, figures, agreement } = section;
  const titled = (table: Table): Block[] => [heading(3, table.title), { kind: 'table', table }];
  return [
    heading(2, `${scenario.title} (`, { code: scenario.name }, ')'),
    paragraph(scenario.question),
    ...(section.claims ?? []),
    ...tables.map(withoutSpreadNote).flatMap(titled),
    ...(section.statistics ?? []),
    ...figures.flatMap((figure): Block[] => [
      heading(3, `Figure: ${figure.title}`),
      { kind: 'figure', figure },
    ]),
    ...agreementBlocks(agreement),
  ];
}

/** It stands once at the top of the page and need not be said below every table. */
function withoutSpreadNote({ note, ...table }: Table): Table {
  return note === undefined || note === SPREAD_NOTE ? table : { ...table, note };
}
