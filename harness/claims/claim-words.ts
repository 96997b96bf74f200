import { differing } from '../cells/cell.js';
import type { Clock, FactorName } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { estimateWords } from '../words/estimate-words.js';
import { cellPhrase } from '../words/level-words.js';
import { scaleFor } from '../words/scale.js';
import type { Answer, Lacking } from './answer.js';
import type { JudgedClaim, Judgement } from './judge.js';

/** What must hold, for people: `> 3×`, `0.9 to 1.1 per namespace`. */
export function conditionWords({ claim, unit, per }: JudgedClaim): string {
  const { holds } = claim;
  if (holds === undefined) return '–';
  const { divisor, label } = scaleFor(holds.is === 'between' ? holds.high : holds.bound, unit);
  // A bound is chosen, not measured: it has no digits to round.
  const text = (value: number) => String(Number((value / divisor).toPrecision(6))).replace('-', '−');
  const after = `${label === '×' || label === '' ? label : ` ${label}`}${per === undefined ? '' : ` ${per}`}`;
  switch (holds.is) {
    case 'above':
      return `> ${text(holds.bound)}${after}`;
    case 'below':
      return `< ${text(holds.bound)}${after}`;
    case 'between':
      return `${text(holds.low)} to ${text(holds.high)}${after}`;
  }
}

/**
 * The number with what bears it: `16.8× (16.7–16.9 over 2 boots)` by the boots' range, `5.3× [4.9–5.7] (10 boots)` by a
 * 95 % interval.
 */
export function answerWords(answer: Answer | Lacking, clock: Clock): string {
  if ('lacking' in answer) return answer.lacking;
  const { unit, boots, per } = answer;
  const after = per === undefined ? '' : ` ${per}`;
  return `${estimateWords(answer, unit, clock)}${after} (${boots === 1 ? '1 boot' : `${boots} boots`})`;
}

/** All numbers of one claim in one clock; several cells are told apart by the factors in which they differ. */
export function clockWords(judgements: readonly Judgement[], clock: Clock): string {
  const here = judgements.filter((one) => one.clock === clock);
  if (here.length === 0) return '–';
  const apart: FactorName[] = differing(here.map(({ answer }) => answer.of));
  return here
    .map(({ answer }) => {
      const words = answerWords(answer, clock);
      return apart.length === 0 ? words : `${cellPhrase(answer.of, apart)}: ${words}`;
    })
    .join('; ');
}

/** What stands in the way of a verdict, and what would settle it. */
export function remarkWords({ verdict, reason, settle }: JudgedClaim): string {
  if (verdict === 'reproduced' || verdict === 'contradicted') return '';
  const why = reason ?? '';
  return settle === undefined ? why : `${why}; would settle it: ${settle}`;
}

/** The verdict; where one clock alone decides it, which, and what the other lacks: `reproduced (instruction clock; wall clock needs --boots wall=6)`. */
export function verdictWords({ verdict, judgements }: Pick<JudgedClaim, 'verdict' | 'judgements'>): string {
  if (verdict !== 'reproduced' && verdict !== 'contradicted') return verdict;
  const decides = (clock: Clock) =>
    judgements.some((one) => one.clock === clock && one.verdict !== 'inconclusive');
  const open = judgements.find(({ clock }) => !decides(clock));
  if (open === undefined) return verdict;
  const by = open.clock === 'wall' ? 'instructions' : 'wall';
  return `${verdict} (${clockName(by)}; ${clockName(open.clock)} needs ${open.settle ?? 'more'})`;
}

/** One claim in one line: verdict, id, statement, numbers of both clocks with n, the published one. */
export function claimLine(judged: JudgedClaim): string {
  const { claim, judgements } = judged;
  const holds = claim.holds && `must be ${conditionWords(judged)}`;
  const clocks = (['instructions', 'wall'] as const).flatMap((clock) => {
    const words = clockWords(judgements, clock);
    return words === '–' ? [] : [`${clockName(clock)} ${words}`];
  });
  const parts = [
    ...clocks,
    ...(holds && clocks.length > 0 ? [holds] : []),
    `published ${claim.published}`,
    ...(remarkWords(judged) === '' ? [] : [remarkWords(judged)]),
  ];
  return `${verdictWords(judged)}: ${claim.id} ${claim.statement}: ${parts.join('; ')}`;
}
