import type { Block } from '../document/document.js';
import { damageBlocks, heading, paragraph } from '../document/document-parts.js';
import type { ComparedRuns } from './compare-runs.js';
import { compareTable } from './compare-table.js';
import { compareVerdict } from './compare-verdict.js';
import { VERDICT_ORDER } from './judge-cells.js';
import { leftOutTable } from './left-out.js';

/**
 * The page of one comparison: the verdict in a line, what was compared despite what, the counts, then the changed cells clock by clock; every
 * cell stands in the CSV of its clock.
 */
export function compareDocument(compared: ComparedRuns, without: readonly string[] = []): Block[] {
  const { base, next, differences, notes, counts, leftOut } = compared;
  const total = VERDICT_ORDER.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
  return [
    heading(1, `netknee compare ${base} with ${next}`),
    paragraph({ strong: compareVerdict(compared, without) }),
    ...damageBlocks(compared.damage ?? []),
    ...differences.map(({ text }) => paragraph({ strong: 'Despite' }, ` ${text}.`)),
    ...notes.map((text) => paragraph({ strong: 'Note' }, ` ${text}.`)),
    paragraph(`Cells: ${total}. Left out, since the other run lacks them: ${leftOut.length}.`),
    ...(leftOut.length === 0
      ? []
      : [heading(2, 'Left out'), { kind: 'table' as const, table: leftOutTable(leftOut) }]),
    ...(['instructions', 'wall'] as const).flatMap((clock): Block[] => {
      const table = compareTable(compared, clock, ['regression', 'improvement']);
      return table === null ? [] : [heading(2, table.title), { kind: 'table', table }];
    }),
  ];
}
