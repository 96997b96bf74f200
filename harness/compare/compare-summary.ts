import type { Block } from '../document/document.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { damageBlocks, heading, paragraph } from '../document/document-parts.js';
import { fewLines, SUMMARY_LINES } from '../document/few-lines.js';
import { CLOCKS } from './clocks.js';
import type { ComparedRuns } from './compare-runs.js';
import { compareTable } from './compare-table.js';
import { compareVerdict } from './compare-verdict.js';

/** Rows of changed cells, both clocks together; compare.md has all. */
const MOST_ROWS = 20;

/**
 * Pure: the summary of a job that compared, in Markdown of at most 60 lines: the comparison first, then as much of the run's own summary as
 * has room.
 * @param run the run's own step-summary.md
 * @param link the whole report, on the web
 */
export function compareSummary(
  compared: ComparedRuns,
  { without, run = '', link }: { without: readonly string[]; run?: string; link?: string | undefined },
): string {
  const blocks: Block[] = [
    heading(2, compareVerdict(compared, without)),
    ...damageBlocks((compared.damage ?? []).slice(0, 3)),
    paragraph(
      `${compared.next} against ${compared.base}.`,
      ...(link === undefined ? [] : [' ', { link, text: 'The whole report' }, '.']),
    ),
    ...changedTables(compared),
  ];
  const first = documentMarkdown(blocks).trimEnd().split('\n');
  const room = SUMMARY_LINES - first.length - 1;
  return `${[...first, '', ...fewLines(run, room)].slice(0, SUMMARY_LINES).join('\n').trimEnd()}\n`;
}

/** Changed cells clock by clock, the worst first, as many as have room. */
export function changedTables(compared: ComparedRuns, most = MOST_ROWS): Block[] {
  let room = most;
  return CLOCKS.flatMap((clock): Block[] => {
    const table = compareTable(compared, clock, ['regression', 'improvement']);
    if (table === null || room <= 0) return [];
    const rows = table.rows.slice(0, room);
    room -= rows.length;
    const more = table.rows.length - rows.length;
    const { note: _, ...plain } = table;
    return [
      heading(3, table.title),
      { kind: 'table', table: { ...plain, rows } },
      ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
    ];
  });
}
