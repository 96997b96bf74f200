import type { PublishedFigure } from '../types.js';
import { measureInLane } from './measure.js';
import type { SummaryRow } from './summary-row.js';
import { fileName, type Table } from './table.js';

/**
 * Every published figure of one scenario beside ours, a column per lane. It compares nothing: an
 * absolute figure holds only on its author's machine.
 */
export function publishedTable(
  scenario: { name: string; published: readonly PublishedFigure[] },
  summary: readonly SummaryRow[],
): Table {
  const rows = summary.filter((row) => row.scenario === scenario.name);
  return {
    name: fileName(scenario.name, 'published'),
    title: 'Published beside ours',
    columns: ['id', 'statement', 'published', 'kind', 'ours, exact lane', 'ours, real lane'].map((title) => ({
      title,
      align: 'left',
    })),
    rows: scenario.published.map((figure) => [
      figure.id,
      figure.statement,
      figure.published,
      figure.kind,
      measureInLane(figure.measure, 'exact', rows),
      figure.measure.type === 'not-measured' ? 'not measured' : measureInLane(figure.measure, 'real', rows),
    ]),
    note:
      'Absolute figures hold on the machine of their author; shapes should hold anywhere. Times of the exact lane are ' +
      'virtual: its clock counts instructions.',
  };
}
