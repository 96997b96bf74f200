import type { Headline, ScenarioAnswer, ScenarioDescription, Sequential, Verdict } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { clockWords } from './claim-words.js';
import type { JudgedClaim } from './judge.js';

export type Outcome = keyof Omit<Headline, 'claims'>;

/**
 * What the claims of a headline say together, in their declared order: the first that is not reproduced decides, and what stands
 * after it is evidence. That keeps the chance of a wrong outcome at 5 % though each interval has 95 % by itself: a later claim counts
 * only where all before it held. A claim that nothing measured decides nothing.
 * Source: Maurer, Hothorn and Lehmacher, "Multiple comparisons in drug clinical trials", 1995 (fixed sequences).
 */
export function outcomeOf(verdicts: readonly (Verdict | undefined)[]): Outcome {
  const first = verdicts.find((verdict) => verdict !== 'reproduced');
  if (first === 'contradicted') return 'contradicted';
  return verdicts.every((verdict) => verdict === 'reproduced') ? 'reproduced' : 'inconclusive';
}

/** The claims that decide a scenario's answer, in their order; undefined where one was not judged. */
const headlineOf = (
  scenario: string,
  { headline }: ScenarioAnswer,
  judged: readonly JudgedClaim[],
): (JudgedClaim | undefined)[] =>
  headline.claims.map((id) => judged.find((one) => one.scenario === scenario && one.claim.id === id));

/** The claim that decides an answer: the first that is not reproduced. Undefined where all are, or where that one was not judged. */
const firstOpen = (claims: readonly (JudgedClaim | undefined)[]): JudgedClaim | undefined =>
  claims.find((one) => one?.verdict !== 'reproduced');

/**
 * Whether more boots of the wall clock may still decide an answer: bounds of its first claim that is not reproduced are not on one
 * side. What lacks levels, or is not measured at all, no boot decides.
 */
export const hasOpenAnswer = (
  scenarios: readonly Pick<ScenarioDescription, 'name' | 'answer'>[],
  judged: readonly JudgedClaim[],
): boolean =>
  scenarios.some(({ name, answer }) => {
    const claims = answer === undefined ? [] : headlineOf(name, answer, judged);
    const first = firstOpen(claims);
    if (first?.verdict !== 'inconclusive') return false;
    return first.judgements.some(
      ({ clock, verdict, answer: measured }) =>
        clock === 'wall' && verdict === 'inconclusive' && !('lacking' in measured),
    );
  });

/** What the order of an answer's claims guarantees. */
export const GUARANTEE =
  'The claims of an answer are judged in the order in which they stand, each by exact intervals of 95 % or more, and the first that ' +
  'is not reproduced ends them: a whole answer is wrong in at most 5 % of runs. All other claims are evidence, each with a 95 % of its own.';

/** How boots were added, and why they ended. */
export function sequentialWords(sequential: Sequential | undefined): string {
  if (sequential === undefined) return '';
  const { looks, ended } = sequential;
  const spent = looks.map(({ boots, error }) => `${boots} boots (${(100 * error).toFixed(1)} %)`).join(', ');
  const why = {
    decided: 'every answer was decided',
    'not measured': 'what is not decided is not measured by this plan, whatever its boots',
    budget: 'the budget was spent',
    'last look': 'there is no further look',
  };
  const end = ended === undefined ? '' : ` It ended after ${ended.boots}: ${why[ended.because]}.`;
  return `Boots of the wall clock were added until the answers were decided, with a look after ${spent}: each look's intervals leave so much error, 5 % together.${end}`;
}

/** What a scenario's claims come to. */
export interface Answered {
  scenario: string;
  outcome: Outcome;
  sentence: string;
  /** What stands beside the sentence, `says: numbers of both clocks`; nothing where no claim of it was measured. */
  shown: { judged: JudgedClaim; says: string; numbers: string }[];
  /** Claims that decide it, each with its verdict; undefined of one that was not judged. */
  claims: { id: string; verdict: Verdict | undefined }[];
  /** What removes the effect, where it is there. */
  fixes: string[];
  /** Of an inconclusive answer: the claim that leaves it open, why, and what would decide it. */
  open?: string;
}

/** What stands after an answer's sentence, as sentences of their own: what removes the effect, or what would decide it. */
export const whatToDo = ({ fixes, open }: Pick<Answered, 'fixes' | 'open'>): string =>
  [
    ...(fixes.length === 0 ? [] : [` What removes it: ${fixes.join('; ')}.`]),
    ...(open === undefined ? [] : [` To decide it: ${open}.`]),
  ].join('');

/** What leaves an answer open, why, and what would decide it; nothing of a claim that was not judged. */
function openWords(claims: readonly (JudgedClaim | undefined)[]): { open?: string } {
  const first = firstOpen(claims);
  if (first === undefined) return {};
  const { claim, reason, settle } = first;
  const why = reason === undefined ? '' : `: ${reason}`;
  const takes = settle === undefined ? '' : `; it takes ${settle}`;
  return { open: `${claim.id}, ${claim.statement}${why}${takes}` };
}

/** The claims that an answer shows, or the first of its headline, as far as they were measured. */
function shownOf(
  scenario: string,
  answer: ScenarioAnswer,
  judged: readonly JudgedClaim[],
): Answered['shown'] {
  const shows: { claim: string; says?: string }[] =
    answer.shows ?? answer.headline.claims.slice(0, 1).map((claim) => ({ claim }));
  return shows.flatMap(({ claim, says }) => {
    const one = judged.find((other) => other.scenario === scenario && other.claim.id === claim);
    const numbers = one === undefined ? '' : numbersOf(one);
    return one === undefined || numbers === ''
      ? []
      : [{ judged: one, says: says ?? one.claim.statement, numbers }];
  });
}

function numbersOf({ judgements }: JudgedClaim): string {
  const words = (['instructions', 'wall'] as const).flatMap((clock) => {
    const said = clockWords(judgements, clock);
    return said === '–' ? [] : [`${said} by the ${clockName(clock)}`];
  });
  return words.join('; ');
}

/** The answer of each scenario that has one: its sentence for the outcome, what decides it, and what removes the effect at what price. */
export const answersOf = (
  scenarios: readonly Pick<ScenarioDescription, 'name' | 'answer'>[],
  judged: readonly JudgedClaim[],
): Answered[] =>
  scenarios.flatMap(({ name, answer }) => {
    if (answer === undefined) return [];
    const { claims, ...sentences } = answer.headline;
    const deciding = headlineOf(name, answer, judged);
    const verdicts = deciding.map((one) => one?.verdict);
    const outcome = outcomeOf(verdicts);
    const fixes = answer.fixes.map(({ what, since, price }) => `${what} (since ${since}; price: ${price})`);
    return [
      {
        ...{ scenario: name, outcome, sentence: sentences[outcome] },
        shown: shownOf(name, answer, judged),
        claims: claims.map((id, i) => ({ id, verdict: verdicts[i] })),
        fixes: outcome === 'reproduced' ? fixes : [],
        ...(outcome === 'inconclusive' && openWords(deciding)),
      },
    ];
  });
