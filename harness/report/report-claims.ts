import { claimsTable } from '../claims/claims-table.js';
import type { JudgedClaim } from '../claims/judge.js';
import type { Block } from '../document/document.js';
import { heading } from '../document/document-parts.js';
import type { Manifest, ScenarioDescription } from '../types.js';
import { claimId, evidenceCell } from './claim-links.js';
import { type EvidenceGroup, tableBlocks } from './evidence.js';

/** The claims that decide a scenario's answer, open; all others, shut. A scenario without an answer has them open. */
export function claimBlocks(
  manifest: Pick<Manifest, 'raw'>,
  { name, answer }: ScenarioDescription,
  judged: readonly JudgedClaim[],
  groups: readonly EvidenceGroup[],
): Block[] {
  const ofAnswer = answer?.headline.claims ?? judged.map(({ claim }) => claim.id);
  const isHeadline = ({ claim }: JudgedClaim) => ofAnswer.includes(claim.id);
  const table = (claims: readonly JudgedClaim[], title: string) => ({
    ...claimsTable(name, claims, (one) => ({
      id: claimId(name, one.claim.id),
      cell: evidenceCell(manifest, one, groups),
    })),
    title,
  });
  const headline = ofAnswer.flatMap((id) => judged.filter(({ claim }) => claim.id === id));
  const others = judged.filter((one) => !isHeadline(one));
  const { note, ...deciding } = table(headline, 'Claims that decide the answer');
  return [
    ...(headline.length === 0
      ? []
      : [heading(3, deciding.title), { kind: 'table' as const, table: deciding }]),
    ...(others.length === 0
      ? []
      : [
          {
            kind: 'details' as const,
            summary: `${others.length} further claims: evidence, and what was published`,
            blocks: tableBlocks({ ...table(others, 'Further claims'), ...(note && { note }) }),
          },
        ]),
  ];
}
