import { clockWords, conditionWords, remarkWords } from '../claims/claim-words.js';
import { VERDICTS } from '../claims/claims-table.js';
import type { JudgedClaim } from '../claims/judge.js';
import { answersOf, whatToDo } from '../claims/scenario-answer.js';
import type { Block, Inline } from '../document/document.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { damageBlocks, heading, noticeBlocks, paragraph } from '../document/document-parts.js';
import { fewLines } from '../document/few-lines.js';
import type { Manifest, Notice } from '../types.js';
import { trialsTable } from './report-trials.js';
import { type Trust, trustBlocks } from './report-trust.js';

/** GitHub refuses the summary of a step above 1 MiB, all of it. */
const LIMIT = 1024 * 1024;

export interface StepSummaryParts {
  manifest: Manifest;
  notices: readonly Notice[];
  judged: readonly JudgedClaim[];
  trust: Trust;
  damage?: readonly string[];
}

/**
 * The run for the summary page of a GitHub Actions step, in Markdown of at most 60 lines: verdicts counted, answers, trials that are not
 * clean, claims that are not reproduced, warnings and notes. Cut after a whole line, saying so, where it would exceed
 * `limit` bytes of UTF-8.
 */
export function stepSummary(
  { manifest, notices, judged, trust, damage = [] }: StepSummaryParts,
  limit = LIMIT,
): string {
  const blocks: Block[] = [
    heading(2, `netknee run ${manifest.run}`),
    ...damageBlocks(damage),
    paragraph(...counts(judged, manifest)),
    ...answerItems(manifest, judged),
    ...trustBlocks(trust),
    ...uncleanTrials(manifest),
    ...claimBlocks(judged),
    ...(notices.length > 0 ? [heading(3, 'Notices')] : []),
    ...noticeBlocks(notices),
  ];
  return cut(`${fewLines(documentMarkdown(blocks)).join('\n')}\n`, limit);
}

function counts(judged: readonly JudgedClaim[], { plan, trials }: Manifest): Inline[] {
  const words = VERDICTS.map((verdict) => {
    const count = judged.filter((one) => one.verdict === verdict).length;
    return `${count} ${verdict}`;
  });
  const done = trials.filter(({ status }) => status === 'done').length;
  const claims: Inline[] =
    judged.length === 0 ? ['No claim was judged.'] : [{ strong: 'Claims:' }, ` ${words.join(', ')}.`];
  return [...claims, ` ${done} of ${plan.trials.length} trials are done.`];
}

function claimBlocks(judged: readonly JudgedClaim[]): Block[] {
  const columns = [
    'verdict',
    'claim',
    'statement',
    'scenario',
    'must be',
    'instruction clock',
    'wall clock',
    'remark',
  ];
  // What is not as published; the rest is counted above.
  const worstFirst = (['contradicted', 'inconclusive'] as const).flatMap((verdict) =>
    judged.filter((one) => one.verdict === verdict),
  );
  if (worstFirst.length === 0) return [];
  return [
    {
      kind: 'table',
      table: {
        name: 'claims',
        title: 'Claims',
        columns: columns.map((title) => ({ title, align: 'left' })),
        rows: worstFirst.map((one) => [
          one.verdict,
          one.claim.id,
          one.claim.statement,
          one.scenario,
          conditionWords(one),
          clockWords(one.judgements, 'instructions'),
          clockWords(one.judgements, 'wall'),
          remarkWords(one),
        ]),
      },
    },
  ];
}

/** What each scenario's claims come to, and what removes the effect. */
function answerItems({ scenarios }: Manifest, judged: readonly JudgedClaim[]): Block[] {
  const items = answersOf(scenarios, judged).map(
    ({ scenario, outcome, sentence, shown, ...answered }): Inline[] => [
      { strong: `${scenario}: ${outcome}.` },
      ` ${sentence}${shown.map(({ says, numbers }) => ` ${says}: ${numbers}.`).join('')}${whatToDo(answered)}`,
    ],
  );
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** Failed before disturbed before not run; nothing when all are done. */
function uncleanTrials(manifest: Manifest): Block[] {
  const { rows, ...table } = trialsTable(manifest);
  const unclean = ['failed', 'disturbed', 'not run'].flatMap((status) =>
    rows.filter((row) => row[1] === status),
  );
  if (unclean.length === 0) return [];
  return [heading(3, 'Trials that are not clean'), { kind: 'table', table: { ...table, rows: unclean } }];
}

function cut(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  const end = '\n\n(Cut here: GitHub takes no more. The whole report is among the artifacts of the run.)\n';
  const room = Math.max(0, limit - new TextEncoder().encode(end).length);
  // A character cut in half decodes as a sign of its own, but it stands after the last line end.
  const head = new TextDecoder().decode(bytes.slice(0, room));
  return head.slice(0, Math.max(0, head.lastIndexOf('\n'))) + end;
}
