import { matches } from '../../cells/cell.js';
import { stateOf } from '../../cells/declared-factors.js';
import type { SummaryRow } from '../../cells/summary-row.js';
import { type RatioEffect, ratioEffect } from '../../effects/ratio-effect.js';
import { EXIT, Failure } from '../../failure.js';
import type { BisectPredicate, FactorName, Scenario } from '../../types.js';
import { boundsOf, estimateWords } from '../../words/estimate-words.js';
import { formatSpread } from '../../words/format.js';
import { nearest } from '../requirements/nearest.js';

/** What one commit's run says: the medians at both levels (base unit), their ratio, and the words for them. */
export interface StepFigures {
  low: { median: number; words: string };
  high: { median: number; words: string };
  ratio: { estimate: number; low: number; high: number; words: string };
  boots: number;
}

export type StepOutcome =
  | { verdict: 'holds' | 'does not hold'; figures: StepFigures }
  | { verdict: 'skipped'; reason: string; figures?: StepFigures };

/** What the user may say otherwise than the scenario does. */
export interface PredicateOverrides {
  metric?: string | undefined;
  clock?: BisectPredicate['clock'] | undefined;
  levels?: readonly number[] | undefined;
  below?: number | undefined;
}

/** The predicate to bisect by. @throws Failure (usage) when the scenario has none, or for what can't be asked */
export function predicateOf(scenario: Scenario, said: PredicateOverrides): BisectPredicate {
  const own = scenario.bisect;
  const fail = (what: string, remedy?: string) => new Failure({ what, exit: EXIT.usage, remedy });
  if (own === undefined || scenario.variants.length === 0) {
    throw fail(
      `${scenario.name} can't be bisected`,
      scenario.variants.length === 0
        ? 'It has no variants: no program of it is built from a source.'
        : 'Its scenario.ts declares no predicate: bisect: {title, metric, clock, low, high, ratioBelow}.',
    );
  }
  const state = stateOf(scenario).name;
  const metrics = scenario.metrics.map(({ name }) => name);
  if (said.metric !== undefined && !metrics.includes(said.metric)) {
    throw fail(
      `${scenario.name} has no metric "${said.metric}"`,
      `Did you mean ${nearest(said.metric, metrics)}? Known: ${metrics.join(', ')}.`,
    );
  }
  const levels = [...new Set(said.levels ?? [own.low, own.high])].sort((a, b) => a - b);
  const [low, high] = levels;
  if (low === undefined || high === undefined || levels.length > 2) {
    throw fail(
      `--levels takes two different levels of ${state}, not ${levels.length}`,
      `Say --levels ${own.low},${own.high}.`,
    );
  }
  const metric = said.metric ?? own.metric;
  const ratioBelow = said.below ?? own.ratioBelow;
  const isOwn =
    metric === own.metric && low === own.low && high === own.high && ratioBelow === own.ratioBelow;
  const title = isOwn
    ? own.title
    : `${metric} at ${high} ${state} is below ${ratioBelow} times what it is at ${low}`;
  return { title, metric, clock: said.clock ?? own.clock, low, high, ratioBelow };
}

/**
 * Whether the predicate holds of one commit's cells. What bears the ratio (`boundsOf`) must lie on one side of the
 * threshold, or the commit can't be told and is skipped; so it is when a level was not measured.
 */
export function judgeStep(
  rows: readonly SummaryRow[],
  predicate: BisectPredicate,
  where: { state: FactorName; variant: string },
): StepOutcome {
  const { metric, clock, ratioBelow } = predicate;
  const at = (level: number) =>
    rows.find(
      (row) => row.metric === metric && matches(row, { clock, variant: where.variant, [where.state]: level }),
    );
  const [low, high] = [at(predicate.low), at(predicate.high)];
  if (low === undefined || high === undefined) {
    const missing = low === undefined ? predicate.low : predicate.high;
    return { verdict: 'skipped', reason: `${metric} was not measured at ${missing} ${where.state}` };
  }
  const ratio = ratioEffect(high, low);
  if (ratio === null) {
    return {
      verdict: 'skipped',
      reason: `${metric} is 0 at ${predicate.low} ${where.state}: it has no ratio`,
    };
  }
  return verdictOf(figuresOf(low, high, ratio), ratioBelow);
}

function verdictOf(figures: StepFigures, ratioBelow: number): StepOutcome {
  const { ratio } = figures;
  if (ratio.high < ratioBelow) return { verdict: 'holds', figures };
  if (ratio.low >= ratioBelow) return { verdict: 'does not hold', figures };
  return { verdict: 'skipped', reason: `its boots are on both sides of ${ratioBelow}×`, figures };
}

function figuresOf(low: SummaryRow, high: SummaryRow, ratio: RatioEffect): StepFigures {
  const bounds = boundsOf(ratio, low.clock);
  return {
    low: { median: low.median, words: formatSpread(low) },
    high: { median: high.median, words: formatSpread(high) },
    ratio: {
      estimate: ratio.estimate,
      low: bounds.low,
      high: bounds.high,
      words: estimateWords(ratio, 'ratio', low.clock),
    },
    boots: ratio.boots,
  };
}
