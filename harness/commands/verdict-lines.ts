import { claimLine } from '../claims/claim-words.js';
import { isJudged, VERDICTS } from '../claims/claims-table.js';
import type { JudgedClaim } from '../claims/judge.js';
import { type Answered, answersOf } from '../claims/scenario-answer.js';
import { EXIT, Failure } from '../failure.js';
import type { Trust } from '../report/report-trust.js';
import type { ScenarioDescription } from '../types.js';

/**
 * A line for each shape claim that was judged, worst first, how many came out how, and the answers last, where they are read; nothing
 * without claims.
 */
export function verdictLines(
  judged: readonly JudgedClaim[],
  scenarios: readonly Pick<ScenarioDescription, 'name' | 'answer'>[],
  trust: Trust,
): string | undefined {
  if (judged.length === 0) return undefined;
  const said = VERDICTS.filter(isJudged).flatMap((verdict) =>
    judged.filter((one) => one.verdict === verdict).map(claimLine),
  );
  const counts = VERDICTS.map(
    (verdict) => `${judged.filter((one) => one.verdict === verdict).length} ${verdict}`,
  );
  const answers = answersOf(scenarios, judged).flatMap(linesOf);
  return [...said, `claims: ${counts.join(', ')}`, ...answers, ...linesOfTrust(trust)].join('\n');
}

/** Lines that the end of a run takes at most; one is the report's, and two say how far to trust it and where else the effect is. */
const MOST_LINES = 8;
const MOST_ANSWERS = MOST_LINES - 3;

/**
 * The answers alone, with what removes each effect where there is room for all; how many claims came out how stands behind
 * `--verbose`. Nothing where no scenario has an answer.
 */
export function answerLines(
  judged: readonly JudgedClaim[],
  scenarios: readonly Pick<ScenarioDescription, 'name' | 'answer'>[],
  trust: Trust,
): string | undefined {
  const answers = answersOf(scenarios, judged);
  const withFixes = answers.flatMap(linesOf);
  const alone = answers.map((one) => linesOf(one)[0] as string);
  const lines = withFixes.length <= MOST_ANSWERS ? withFixes : alone;
  const more = lines.length - (MOST_ANSWERS - 1);
  const shown = more <= 1 ? lines : [...lines.slice(0, MOST_ANSWERS - 1), `and ${more} more answers`];
  return shown.length === 0 ? undefined : [...shown, ...linesOfTrust(trust)].join('\n');
}

const linesOfTrust = ({ words, commands }: Trust): string[] => [
  `trust: ${words}`,
  `do you have it: ${commands.join(' · ')}`,
];

const linesOf = ({ scenario, outcome, sentence, fixes, shown, open }: Answered): string[] => [
  // Where the effect is there its size says more than its sentence, which the report has.
  `answer: ${scenario}: ${outcome.toUpperCase()}. ${outcome === 'reproduced' && shown[0] !== undefined ? `${shown[0].says}: ${shown[0].numbers}` : sentence}`,
  ...(fixes.length === 0 ? [] : [`fix: ${scenario}: ${fixes.join('; ')}`]),
  ...(open === undefined ? [] : [`to decide it: ${scenario}: ${open}`]),
];

/** `--strict`. @throws Failure when a claim is contradicted; only shapes ever are */
export function refuseContradicted(judged: readonly JudgedClaim[]): void {
  const contradicted = judged.filter(({ verdict }) => verdict === 'contradicted');
  if (contradicted.length === 0) return;
  throw new Failure({
    what: `${contradicted.length} of ${judged.length} claims are contradicted`,
    exit: EXIT.contradicted,
    tail: contradicted.map(claimLine).join('\n'),
    remedy: 'Read claims.csv in the results folder, and the raw output that its numbers come from.',
  });
}
