import { isJudged } from '../claims/claims-table.js';
import type { JudgedClaim } from '../claims/judge.js';
import { figureId, tableId } from '../document/place-ids.js';
import type { LinksCell } from '../document/table.js';
import type { Manifest } from '../types.js';
import type { EvidenceGroup } from './evidence.js';

/** Where a claim stands on the page. */
export const claimId = (scenario: string, id: string): string => `claim_${scenario}_${id}`;

/** What bears a claim: figure and tables of its metric, its row of claims.csv, and what its first trial printed. */
export function evidenceLinks(
  { raw }: Pick<Manifest, 'raw'>,
  { claim, judgements }: JudgedClaim,
  groups: readonly EvidenceGroup[],
): LinksCell['links'] {
  const { measure } = claim;
  if (measure.type === 'not-measured' || judgements.length === 0) return [];
  const group = groups.find(({ metrics }) => metrics.includes(measure.metric));
  const [figure, table] = [group?.figures[0], group?.tables[0]];
  const trial = judgements.flatMap(({ answer }) => answer.of.samples.map((sample) => sample.trial))[0];
  return [
    ...(figure === undefined ? [] : [{ text: 'figure', link: `#${figureId(figure.name)}` }]),
    ...(table === undefined ? [] : [{ text: 'table', link: `#${tableId(table.name)}` }]),
    { text: 'csv', link: 'claims.csv' },
    ...(trial === undefined || raw === 'not kept' ? [] : [{ text: 'raw', link: `raw/${trial}/` }]),
  ];
}

/** The links of a row of claims; a claim that nothing measured has none. */
export function evidenceCell(
  manifest: Pick<Manifest, 'raw'>,
  judged: JudgedClaim,
  groups: readonly EvidenceGroup[],
): LinksCell {
  const links = evidenceLinks(manifest, judged, groups);
  const lost = manifest.raw === 'not kept' && isJudged(judged.verdict);
  return { links: lost ? [...links, { text: 'raw (not kept in this copy)', link: '' }] : links };
}
