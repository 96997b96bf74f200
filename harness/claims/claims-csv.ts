import { applyingFactors } from '../cells/cell.js';
import { csvText } from '../document/csv-text.js';
import { boundsOf } from '../words/estimate-words.js';
import { cellPhrase } from '../words/level-words.js';
import { unitWords } from '../words/scale.js';
import { conditionWords } from './claim-words.js';
import type { JudgedClaim, Judgement } from './judge.js';

/** The header of claims.csv. */
export const CLAIM_COLUMNS = [
  'scenario',
  'id',
  'verdict',
  'kind',
  'statement',
  'source',
  'published',
  'clock',
  'cell',
  'clock_verdict',
  'measured',
  'unit',
  'bounds',
  'low',
  'high',
  'boots',
  'must_be',
  'reason',
  'settle',
] as const;

/**
 * claims.csv: a line for each claim, clock and cell that answers it, numbers in full precision; a claim that nothing
 * answers has one line without a clock. `bounds` says what `low` and `high` are: a 95 % interval or the boots' range.
 */
export function claimsCsv(judged: readonly JudgedClaim[]): string {
  const records = judged.flatMap((one) =>
    one.judgements.length === 0
      ? [line(one, { reason: one.reason, settle: one.settle })]
      : one.judgements.map((judgement) => line(one, ofJudgement(judgement))),
  );
  return csvText([[...CLAIM_COLUMNS], ...records]);
}

type Fields = Partial<Record<(typeof CLAIM_COLUMNS)[number], string | number | undefined>>;

function line(one: JudgedClaim, more: Fields): string[] {
  const { scenario, claim, verdict } = one;
  const { id, kind, statement, source, published } = claim;
  const fields: Fields = {
    scenario,
    id,
    verdict,
    kind,
    statement,
    source,
    published,
    must_be: conditionWords(one),
    ...more,
  };
  return CLAIM_COLUMNS.map((column) => String(fields[column] ?? ''));
}

function ofJudgement({ clock, answer, verdict, reason, settle }: Judgement): Fields {
  const { of } = answer;
  const cell = cellPhrase(
    of,
    applyingFactors(of).filter((name) => name !== 'clock'),
  );
  const common: Fields = { clock, cell, clock_verdict: verdict, reason, settle };
  if ('lacking' in answer) return common;
  const { unit, estimate, boots, per } = answer;
  const { by, low, high } = boundsOf(answer, clock);
  return {
    ...common,
    measured: estimate,
    unit: [unitWords(unit, clock), per].filter(Boolean).join(' '),
    bounds: by === 'interval' ? '95 % interval' : 'range of boots',
    low,
    high,
    boots,
  };
}
