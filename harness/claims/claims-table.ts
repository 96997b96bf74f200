import type { Block } from '../document/document.js';
import { heading, paragraph } from '../document/document-parts.js';
import { fileName, type LinksCell, type Table } from '../document/table.js';
import type { Verdict } from '../types.js';
import { clockWords, conditionWords, remarkWords, verdictWords } from './claim-words.js';
import type { JudgedClaim } from './judge.js';

/** Verdicts on what was measured here. */
export const isJudged = (verdict: Verdict): boolean =>
  verdict === 'reproduced' || verdict === 'contradicted' || verdict === 'inconclusive';

/** Worst first: what a reader must not miss. */
export const VERDICTS: readonly Verdict[] = [
  'contradicted',
  'inconclusive',
  'reproduced',
  'reference only',
  'not measured in this run',
  'variant unavailable',
];

/** What a page adds to a claim: its place, and where its evidence stands. */
export interface ClaimEvidence {
  id: string;
  cell: LinksCell;
}

/** Claims of one scenario with their verdicts, both clocks side by side. */
export function claimsTable(
  scenario: string,
  judged: readonly JudgedClaim[],
  evidence?: (judged: JudgedClaim) => ClaimEvidence,
): Table {
  return {
    name: fileName(scenario, 'claims'),
    title: 'Claims and verdicts',
    columns: [
      ...['id', 'verdict', 'claim', 'instruction clock', 'wall clock', 'published'],
      ...(evidence === undefined ? [] : ['evidence']),
    ].map((title) => ({ title, align: 'left' })),
    ...(evidence !== undefined && { rowIds: judged.map((one) => evidence(one).id) }),
    rows: judged.map((one, place) => {
      const { claim, verdict, judgements } = one;
      const remark = remarkWords(one);
      return [
        { text: claim.id, value: place },
        remark === '' ? verdictWords(one) : `${verdict}: ${remark}`,
        claim.holds === undefined ? claim.statement : `${claim.statement} (must be ${conditionWords(one)})`,
        clockWords(judgements, 'instructions'),
        clockWords(judgements, 'wall'),
        claim.published,
        ...(evidence === undefined ? [] : [evidence(one).cell]),
      ];
    }),
    note:
      'In ( ) the smallest and largest boot, in [ ] a 95 % confidence interval across boots. The instruction clock is judged by the ' +
      'range of its boots, since its clock counts instructions; the wall clock by the interval alone. The clocks are ' +
      'never pooled. Absolute figures hold on the machine of their author and are only set beside ours. Claims outside the answer are ' +
      'evidence: each interval has its 95 % by itself, so of many one may miss.',
  };
}

/** How many claims came out how, scenario by scenario. */
export function verdictBlocks(judged: readonly JudgedClaim[]): Block[] {
  if (judged.length === 0) return [];
  const scenarios = [...new Set(judged.map(({ scenario }) => scenario))];
  const count = (scenario: string, verdict: Verdict) =>
    judged.filter((one) => one.scenario === scenario && one.verdict === verdict).length;
  const table: Table = {
    name: 'verdicts',
    title: 'Verdicts',
    columns: [
      { title: 'scenario', align: 'left' },
      ...VERDICTS.map((title) => ({ title, align: 'right' as const })),
    ],
    rows: scenarios.map((scenario) => [
      scenario,
      ...VERDICTS.map((verdict) => {
        const value = count(scenario, verdict);
        return { text: String(value), value };
      }),
    ]),
  };
  const contradicted = judged.filter(({ verdict }) => verdict === 'contradicted');
  return [
    heading(2, 'Verdicts'),
    { kind: 'table', table },
    ...contradicted.map(({ claim, scenario }) =>
      paragraph({ strong: 'Contradicted:' }, ` ${claim.id} of ${scenario}: ${claim.statement}.`),
    ),
  ];
}
