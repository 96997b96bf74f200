import type { Block, Inline } from '../document/document.js';
import { heading, joinInlines, paragraph } from '../document/document-parts.js';
import { AGREEMENT_LIMIT, type Agreement, differencePlace } from '../effects/agreement.js';
import { formatPercent } from '../words/format.js';

/** How far the boots of the instruction clock agree: in words, and a line for each metric that was compared. */
export function agreementBlocks({ times, compared, excluded }: Agreement): Block[] {
  const title = heading(3, 'Agreement of instruction-clock boots');
  if (compared.length === 0 && excluded.length === 0) {
    const words =
      'No cell was measured in two boots of the instruction clock, so how far they agree is not known.';
    return [title, paragraph(words)];
  }
  const sentences: Inline[][] = [
    times
      ? [
          `Times differ between boots by at most ${formatPercent(times.difference)}; the limit is ${formatPercent(AGREEMENT_LIMIT)}.`,
        ]
      : ['No time was compared.'],
  ];
  if (excluded.length > 0) {
    const names = excluded.map((code) => [{ code }]);
    sentences.push(['Left out, because single packets decide them: ', ...joinInlines(names, ', '), '.']);
  }
  const words = paragraph(...joinInlines(sentences, ' '));
  return compared.length === 0 ? [title, words] : [title, words, agreementTable(compared)];
}

function agreementTable(compared: Agreement['compared']): Block {
  return {
    kind: 'table',
    table: {
      name: 'agreement',
      title: 'Agreement of instruction-clock boots',
      columns: [
        { title: 'metric', align: 'left' },
        { title: 'cells', align: 'right' },
        { title: 'largest difference', align: 'right' },
        { title: 'where', align: 'left' },
      ],
      rows: compared.map(({ metric, cells, largest }) => [
        metric,
        { text: String(cells), value: cells },
        { text: formatPercent(largest.difference), value: largest.difference },
        largest.difference === 0 ? 'nowhere' : differencePlace(largest),
      ]),
    },
  };
}
