import type { ScenarioDescription } from '../types.js';
import { AGREEMENT_LIMIT, type Agreement, differencePlace } from './agreement.js';
import { formatPercent, SPREAD_NOTE } from './format.js';
import { codeSpan, escapeMarkdown } from './markdown-escape.js';
import type { Table } from './table.js';
import { tableMarkdown } from './table-markdown.js';

/** What the page needs of a figure: its file and the words that stand for it. */
export interface FigureLink {
  name: string;
  title: string;
  description: string;
}

export interface ScenarioSection {
  scenario: ScenarioDescription;
  published: Table;
  tables: readonly Table[];
  figures: readonly FigureLink[];
  agreement: Agreement;
}

/** One scenario: its question, published figures beside ours, tables, figures, agreement of exact boots. */
export function scenarioMarkdown(section: ScenarioSection): string {
  const { scenario, published, tables, figures, agreement } = section;
  const block = (title: string, body: string) => `### ${escapeMarkdown(title)}\n\n${body.trimEnd()}`;
  return [
    `## ${escapeMarkdown(scenario.title)} (${codeSpan(scenario.name)})`,
    escapeMarkdown(scenario.question),
    ...(scenario.published.length > 0 ? [block(published.title, tableMarkdown(published))] : []),
    ...tables.map((table) => block(table.title, tableMarkdown(withoutSpreadNote(table)))),
    ...figures.map(({ name, title, description }) =>
      block(`Figure: ${title}`, `![${escapeMarkdown(description)}](figures/${name}.svg)`),
    ),
    block('Agreement of exact boots', agreementWords(agreement)),
  ].join('\n\n');
}

/** It stands once at the top of the page and need not be said below every table. */
function withoutSpreadNote({ note, ...table }: Table): Table {
  return note === undefined || note === SPREAD_NOTE ? table : { ...table, note };
}

function agreementWords({ times, compared, excluded }: Agreement): string {
  if (compared.length === 0 && excluded.length === 0) {
    return 'No cell was measured in two boots of the exact lane, so how far they agree is not known.';
  }
  const limit = formatPercent(AGREEMENT_LIMIT);
  const sentences = [
    times
      ? `Times differ between boots by at most ${formatPercent(times.difference)}; the limit is ${limit}.`
      : 'No time was compared.',
    excluded.length > 0
      ? `Left out, because single packets decide them: ${excluded.map(codeSpan).join(', ')}.`
      : '',
  ];
  const table: Table = {
    name: 'agreement',
    title: 'Agreement of exact boots',
    columns: [
      { title: 'metric', align: 'left' },
      { title: 'cells', align: 'right' },
      { title: 'largest difference', align: 'right' },
      { title: 'where', align: 'left' },
    ],
    rows: compared.map(({ metric, cells, largest }) => [
      metric,
      String(cells),
      formatPercent(largest.difference),
      largest.difference === 0 ? 'nowhere' : differencePlace(largest),
    ]),
  };
  const words = sentences.filter((sentence) => sentence !== '').join(' ');
  return compared.length === 0 ? words : `${words}\n\n${tableMarkdown(table)}`;
}
