import type { SummaryRow } from '../cells/summary-row.js';
import type {
  Claim,
  Clock,
  Condition,
  Measure,
  Metric,
  ScenarioDescription,
  Unit,
  Verdict,
} from '../types.js';
import { perState } from '../words/level-words.js';
import type { Answer, Lacking } from './answer.js';
import { measureClaim } from './measure.js';
import { neededWords } from './needed-words.js';

/** What one cell of one clock says of a claim. */
export interface Judgement {
  clock: Clock;
  answer: Answer | Lacking;
  verdict: Verdict;
  /** Why, where the numbers do not say it by themselves. */
  reason?: string;
  /** What would settle it. */
  settle?: string;
}

export interface JudgedClaim {
  scenario: string;
  claim: Claim;
  verdict: Verdict;
  /** In which the measure and its bounds are read, and what a slope is counted by. */
  unit: Unit;
  per?: string;
  /** Exact clock first. Empty where nothing in the run measures the claim. */
  judgements: Judgement[];
  /** Of the verdict as a whole. */
  reason?: string;
  settle?: string;
}

/** Boots of the instruction clock that show that it repeats. */
const EXACT_BOOTS = 2;

/**
 * Every claim of one scenario, judged clock by clock; `rows` are those of the scenario.
 * @param unavailable names of variants that the run asked for and could not have
 * @param error of both sides of an interval of the wall clock, where it is not 0.05
 */
export function judgeClaims(
  scenario: Pick<ScenarioDescription, 'name' | 'claims' | 'metrics'>,
  rows: readonly SummaryRow[],
  unavailable: readonly string[] = [],
  error?: number,
): JudgedClaim[] {
  return scenario.claims.map((claim) => ({
    scenario: scenario.name,
    claim,
    ...unitOf(claim.measure, scenario.metrics),
    ...judgeClaim(claim, rows, unavailable, error === undefined ? undefined : error / 2),
  }));
}

type Judged = Pick<JudgedClaim, 'verdict' | 'judgements' | 'reason' | 'settle'>;

function judgeClaim(
  claim: Claim,
  rows: readonly SummaryRow[],
  unavailable: readonly string[],
  tail: number | undefined,
): Judged {
  const { measure } = claim;
  const verdict = 'not measured in this run';
  if (measure.type === 'not-measured') return { verdict, judgements: [], reason: measure.why };
  const judgements = (['instructions', 'wall'] as const).flatMap((clock) =>
    measureClaim(measure, clock, rows, tail).map((answer) => judge(claim, clock, answer)),
  );
  if (judgements.length > 0) return { judgements, ...overall(claim, judgements) };
  const lacking = variantsOf(measure).find((name) => unavailable.includes(name));
  if (lacking !== undefined) {
    const reason = `${lacking} could not be had`;
    return { verdict: 'variant unavailable', judgements: [], reason, settle: `a source of ${lacking}` };
  }
  return { verdict, judgements, reason: 'nothing in this run measures it', settle: neededWords(measure) };
}

/** Variants that the measure names. */
function variantsOf(measure: Exclude<Measure, { type: 'not-measured' }>): string[] {
  const places = measure.type === 'ratio' ? [measure.over, measure.under] : [measure.where];
  return places.flatMap(({ variant }) => (typeof variant === 'string' ? [variant] : []));
}

function unitOf(measure: Measure, metrics: readonly Metric[]): { unit: Unit; per?: string } {
  if (measure.type === 'ratio') return { unit: 'ratio' };
  if (measure.type !== 'cell' && measure.type !== 'slope') return { unit: 'count' };
  const unit = metrics.find(({ name }) => name === measure.metric)?.unit ?? 'count';
  return measure.type === 'slope' ? { unit, per: perState(measure.by) } : { unit };
}

/**
 * A shape must hold wherever it is measured, so one contradiction is enough, and one cell whose bounds lie on both
 * sides leaves it open. Cells that lack boots or levels say nothing for or against.
 */
function overall({ kind }: Claim, judgements: readonly Judgement[]): Omit<Judged, 'judgements'> {
  if (kind === 'absolute') return { verdict: 'reference only', reason: ABSOLUTE };
  const decisive =
    judgements.find(({ verdict }) => verdict === 'contradicted') ??
    judgements.find(({ reason }) => reason === STRADDLES) ??
    judgements.find(({ verdict }) => verdict === 'reproduced') ??
    judgements[0]!;
  const { verdict, reason, settle } = decisive;
  return { verdict, ...(reason !== undefined && { reason }), ...(settle !== undefined && { settle }) };
}

const ABSOLUTE = 'an absolute figure, which holds on the machine of its author';
const STRADDLES = 'the bounds lie on both sides';

function judge({ kind, holds }: Claim, clock: Clock, answer: Answer | Lacking): Judgement {
  if ('lacking' in answer) {
    const { lacking, settle } = answer;
    return {
      clock,
      answer,
      verdict: kind === 'absolute' ? 'reference only' : 'inconclusive',
      reason: lacking,
      settle,
    };
  }
  if (kind === 'absolute' || holds === undefined) {
    return { clock, answer, verdict: 'reference only', reason: ABSOLUTE };
  }
  const bounds = boundsOf(clock, answer);
  if (bounds.kind === 'insufficient') {
    const { boots } = answer;
    return {
      clock,
      answer,
      verdict: 'inconclusive',
      reason: `${boots} ${boots === 1 ? 'boot' : 'boots'} of ${bounds.need}`,
      settle: `--boots ${clock}=${bounds.need}`,
    };
  }
  const [low, high] = [isInside(holds, bounds.low), isInside(holds, bounds.high)];
  if (low && high) return { clock, answer, verdict: 'reproduced' };
  if (!low && !high && !spans(holds, bounds)) return { clock, answer, verdict: 'contradicted' };
  const settle =
    clock === 'instructions' ? 'a higher level, or the wall clock' : 'more boots, or a higher level';
  return { clock, answer, verdict: 'inconclusive', reason: STRADDLES, settle };
}

type Bounds = { kind: 'bounds'; low: number; high: number } | { kind: 'insufficient'; need: number };

/** The instruction clock has no sampling error to speak of: there the boots' own range is the interval. */
function boundsOf(clock: Clock, { range, interval, boots }: Answer): Bounds {
  if (clock === 'wall') return asBounds(interval);
  return boots >= EXACT_BOOTS ? { kind: 'bounds', ...range } : { kind: 'insufficient', need: EXACT_BOOTS };
}

const asBounds = (interval: Answer['interval']): Bounds =>
  interval.kind === 'interval' ? { kind: 'bounds', low: interval.low, high: interval.high } : interval;

function isInside(holds: Condition, value: number): boolean {
  switch (holds.is) {
    case 'above':
      return value > holds.bound;
    case 'below':
      return value < holds.bound;
    case 'between':
      return value >= holds.low && value <= holds.high;
  }
}

/** Both bounds outside, but on different sides of what should hold. */
function spans(holds: Condition, { low, high }: { low: number; high: number }): boolean {
  return holds.is === 'between' && low < holds.low && high > holds.high;
}
