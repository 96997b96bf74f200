import type { JudgedClaim } from '../claims/judge.js';
import { type Answered, answersOf } from '../claims/scenario-answer.js';
import type { Block, Inline } from '../document/document.js';
import { heading, joinInlines, paragraph } from '../document/document-parts.js';
import { figureId } from '../document/place-ids.js';
import type { Figure } from '../figures/figure.js';
import type { Manifest, ScenarioDescription } from '../types.js';
import { claimId, evidenceLinks } from './claim-links.js';
import type { EvidenceGroup } from './evidence.js';

/** What the card of a scenario is made of. */
export interface AnswerParts {
  scenario: ScenarioDescription;
  judged: readonly JudgedClaim[];
  /** The one that shows the answer best, if it was drawn. */
  figure?: Figure | undefined;
  groups: readonly EvidenceGroup[];
}

/** The answers of a run, a card each: verdict, sentence, figures, what removes the effect, and where the evidence stands. */
export function answerBlocks(manifest: Manifest, parts: readonly AnswerParts[]): Block[] {
  const cards = parts.flatMap((one) =>
    answersOf([one.scenario], one.judged).map((answered) => card(manifest, one, answered)),
  );
  return cards.length === 0 ? [] : [heading(2, 'Answer'), ...cards];
}

function card(
  manifest: Manifest,
  { scenario, figure, groups }: AnswerParts,
  { outcome, sentence, fixes, claims, shown, open }: Answered,
): Block {
  const decided = claims.map(({ id, verdict }): Inline[] => [
    { link: `#${claimId(scenario.name, id)}`, text: id },
    ` ${verdict ?? 'not measured in this run'}`,
  ]);
  const links = [
    ...(figure === undefined ? [] : [{ link: `#${figureId(figure.name)}`, text: 'figure' }]),
    ...shown.slice(0, 1).flatMap(({ judged }) => evidenceLinks(manifest, judged, groups)),
  ].filter(({ text }, i, all) => all.findIndex((other) => other.text === text) === i);
  const items: Inline[][] = [
    ...shown.map(({ says, numbers }): Inline[] => [`${says}: `, { strong: numbers }]),
    ...fixes.map((fix): Inline[] => [{ strong: 'Fix:' }, ` ${fix}`]),
    ...(open === undefined ? [] : [[{ strong: 'To decide it:' }, ` ${open}`]]),
  ];
  return {
    kind: 'card',
    blocks: [
      heading(3, { strong: outcome.toUpperCase() }, ` ${scenario.title}`),
      paragraph(sentence),
      { kind: 'list', items },
      paragraph(
        'Decided by ',
        ...joinInlines(decided, ', '),
        '. Evidence: ',
        ...joinInlines(
          links.map((link) => [link]),
          ', ',
        ),
        '.',
      ),
      ...(figure === undefined ? [] : [{ kind: 'figure' as const, figure }]),
    ],
  };
}
