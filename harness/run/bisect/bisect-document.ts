import type { Block, Inline } from '../../document/document.js';
import { heading, paragraph } from '../../document/document-parts.js';
import { left, right, type Table } from '../../document/table.js';
import type { BisectPredicate, FactorName } from '../../types.js';
import { clockName } from '../../words/clock-name.js';
import { levelPhrase } from '../../words/level-words.js';
import type { BisectResult, BisectStep } from './bisect.js';
import type { StepOutcome } from './bisect-predicate.js';
import type { Commit } from './bisect-repository.js';

/** What was asked, of what. */
export interface BisectSubject {
  scenario: string;
  state: FactorName;
  variant: string;
  predicate: BisectPredicate;
}

/** `holds`, `does not hold`, or `skipped: why`. */
export const verdictWords = (outcome: StepOutcome): string =>
  outcome.verdict === 'skipped' ? `skipped: ${outcome.reason}` : outcome.verdict;

/** One row a step, in the order measured. */
export function bisectTable({ state, predicate }: BisectSubject, steps: readonly BisectStep[]): Table {
  const { metric, clock, low, high, ratioBelow } = predicate;
  return {
    name: 'bisect',
    title: `${metric}, ${clockName(clock)}`,
    columns: [
      right('step'),
      left('commit'),
      left('subject'),
      right(levelPhrase(state, low)),
      right(levelPhrase(state, high)),
      right('ratio'),
      left('verdict'),
    ],
    rows: steps.map(({ commit, outcome }, i) => [
      String(i + 1),
      commit.sha.slice(0, 12),
      commit.subject,
      outcome.figures?.low.words ?? '–',
      outcome.figures?.high.words ?? '–',
      outcome.figures?.ratio.words ?? '–',
      verdictWords(outcome),
    ]),
    note:
      `Holds: the ratio is below ${ratioBelow}×. Medians of the boots’ medians; in ( ) the smallest and largest boot, ` +
      'in [ ] a 95 % interval across boots, where there are several. Steps 1 and 2 are the ends, the older one first.',
  };
}

const commitWords = ({ sha, subject, date }: Commit): string => `${sha} "${subject}" (${date})`;

/** Which commit it is and in which direction it flips, as lines; the suspects where it can't be told. */
export function conclusionLines({ culprit, suspects, direction }: BisectResult): string[] {
  const flips =
    direction === 'broken'
      ? 'the predicate holds before it and no longer from it on'
      : 'the predicate does not hold before it and holds from it on';
  if (culprit !== undefined) {
    return [`${direction === 'broken' ? 'Broken' : 'Fixed'} by ${commitWords(culprit)}: ${flips}.`];
  }
  return [
    `It is one of ${suspects.length} commits that can't be told apart, because the steps between them were skipped:`,
    ...suspects.map(commitWords),
  ];
}

/** The page of one bisection. */
export function bisectDocument(subject: BisectSubject, result: BisectResult): Block[] {
  const { scenario, variant, predicate } = subject;
  const [conclusion = '', ...suspects] = conclusionLines(result);
  const items: Inline[][] = suspects.map((line) => [line]);
  return [
    heading(1, `netknee bisect ${scenario}: ${variant}`),
    paragraph({ strong: 'Predicate:' }, ` ${predicate.title} (ratio below ${predicate.ratioBelow}×).`),
    paragraph({ strong: conclusion }),
    ...(items.length === 0 ? [] : [{ kind: 'list', items } satisfies Block]),
    { kind: 'table', table: bisectTable(subject, result.steps) },
  ];
}
