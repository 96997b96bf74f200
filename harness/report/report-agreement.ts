import type { Block, Inline } from '../document/document.js';
import { heading, joinInlines, paragraph } from '../document/document-parts.js';
import type { Table } from '../document/table.js';
import {
  AGREEMENT_LIMIT,
  type Agreement,
  differencePlace,
  type LargestDifference,
} from '../effects/agreement.js';
import { formatPercent } from '../words/format.js';

/** How far the boots of the instruction clock agree: in words, and a line for each metric that was compared. */
export function agreementBlocks({ times, compared, excluded }: Agreement): Block[] {
  const title = heading(3, 'Agreement of instruction-clock boots');
  if (compared.length === 0 && excluded.length === 0) {
    const words =
      'No cell was measured in two boots of the instruction clock, so how far they agree is not known.';
    return [title, paragraph(words)];
  }
  const sentences: Inline[][] = timesWords(times).map((words) => [words]);
  if (excluded.length > 0) {
    const names = excluded.map((code) => [{ code }]);
    sentences.push([
      'Left out where chance decides them, instructions counted or not: ',
      ...joinInlines(names, ', '),
      '.',
    ]);
  }
  const words = paragraph(...joinInlines(sentences, ' '));
  return compared.length === 0 ? [title, words] : [title, words, agreementTable(compared)];
}

function timesWords({ repeated, mirrored }: Agreement['times']): string[] {
  const limit = formatPercent(AGREEMENT_LIMIT);
  if (repeated === null && mirrored === null) return ['No time was compared.'];
  return [
    ...(repeated === null
      ? []
      : [
          `Times differ between boots of one order by at most ${formatPercent(repeated.difference)}; the limit is ${limit}.`,
        ]),
    ...(mirrored === null
      ? []
      : [
          `Every other boot takes its treatments in the mirrored order (ABC, CBA): times differ between the two orders by at most ${formatPercent(mirrored.difference)}, which is what the order does${repeated === null ? ' and what does not repeat, together' : ''}.`,
        ]),
  ];
}

function agreementTable(compared: Agreement['compared']): Block {
  const orders = [
    ['repeated', 'largest difference, one order'],
    ['mirrored', 'largest difference, mirrored orders'],
  ] as const;
  const shown = orders.filter(([of]) => compared.some((one) => one[of] !== null));
  return {
    kind: 'table',
    table: {
      name: 'agreement',
      title: 'Agreement of instruction-clock boots',
      columns: [
        { title: 'metric', align: 'left' },
        { title: 'cells', align: 'right' },
        ...shown.flatMap(([, title]): Table['columns'] => [
          { title, align: 'right' },
          { title: 'where', align: 'left' },
        ]),
      ],
      rows: compared.map((one) => [
        one.metric,
        { text: String(one.cells), value: one.cells },
        ...shown.flatMap(([of]) => differenceCells(one[of])),
      ]),
    },
  };
}

function differenceCells(largest: LargestDifference | null): Table['rows'][number] {
  if (largest === null) return ['–', ''];
  const { difference } = largest;
  return [
    { text: formatPercent(difference), value: difference },
    difference === 0 ? 'nowhere' : differencePlace(largest),
  ];
}
