import { claimLine } from '../claims/claim-words.js';
import { isJudged, VERDICTS } from '../claims/claims-table.js';
import type { JudgedClaim } from '../claims/judge.js';
import { answersOf } from '../claims/scenario-answer.js';
import { EXIT, Failure } from '../failure.js';
import type { ScenarioDescription } from '../types.js';

/**
 * A line for each shape claim that was judged, worst first, how many came out how, and the answers last, where they are read; nothing
 * without claims.
 */
export function verdictLines(
  judged: readonly JudgedClaim[],
  scenarios: readonly Pick<ScenarioDescription, 'name' | 'answer'>[],
): string | undefined {
  if (judged.length === 0) return undefined;
  const said = VERDICTS.filter(isJudged).flatMap((verdict) =>
    judged.filter((one) => one.verdict === verdict).map(claimLine),
  );
  const counts = VERDICTS.map(
    (verdict) => `${judged.filter((one) => one.verdict === verdict).length} ${verdict}`,
  );
  const answers = answersOf(scenarios, judged).flatMap(({ scenario, outcome, sentence, fixes }) => [
    `answer: ${scenario}: ${outcome}. ${sentence}`,
    ...(fixes.length === 0 ? [] : [`fix: ${scenario}: ${fixes.join('; ')}`]),
  ]);
  return [...said, `claims: ${counts.join(', ')}`, ...answers].join('\n');
}

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
