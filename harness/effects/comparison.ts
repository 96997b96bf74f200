import { factorNames, groupBy, matches } from '../cells/cell.js';
import { pairBoots } from '../cells/pairing.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { type CliffsDelta, cliffsDelta } from '../stats/cliffs-delta.js';
import { independentShift, pairedShift } from '../stats/hodges-lehmann.js';
import { holm } from '../stats/holm.js';
import type { Effect } from '../stats/interval.js';
import { mannWhitney } from '../stats/mann-whitney.js';
import { signedRank } from '../stats/signed-rank.js';
import type { ComparisonSpec, Where } from '../types.js';
import { type RatioEffect, ratioEffect } from './ratio-effect.js';

/** What carries inference across boots; the instruction clock has none of it. */
export interface Inference {
  /** Before minus after, in the metric's unit. */
  shift: Effect;
  delta: CliffsDelta;
  /** Wilcoxon signed-rank of pairs, Mann–Whitney of independent arms; two-sided. */
  p: number;
  /** After Holm, over the cells of one metric in one clock of one comparison. */
  adjustedP: number;
}

/** One cell before and after a change. */
export interface ComparedCell {
  before: SummaryRow;
  after: SummaryRow;
  design: 'paired' | 'independent';
  /** Before over after; null where `after` is 0. */
  ratio: RatioEffect | null;
  /** Absent on the instruction clock. */
  inference?: Inference;
}

/**
 * Every cell of one metric in which only the change differs; `rows` are those of one scenario. In the order of the
 * rows. Clocks are never mixed, and Holm's correction is made in each by itself.
 */
export function compareTreatments(
  { before, after }: Pick<ComparisonSpec, 'before' | 'after'>,
  metric: string,
  rows: readonly SummaryRow[],
): ComparedCell[] {
  const candidates = rows.filter((row) => row.metric === metric);
  const same = factorNames(candidates).filter(
    (name) => before[name] === undefined || after[name] === undefined,
  );
  const cells = groupBy(candidates, same).flatMap((group) => {
    const find = (where: Where) => group.find((row) => matches(row, where));
    const [from, to] = [find(before), find(after)];
    return from === undefined || to === undefined ? [] : [compareCells(from, to)];
  });
  return groupBy(
    cells.map((cell) => ({ ...cell.before, cell })),
    ['clock'],
  ).flatMap((clock) => withHolm(clock.map(({ cell }) => cell)));
}

/** Two cells of one metric side by side, of one run or of two, before any correction for many of them. */
export function compareCells(before: SummaryRow, after: SummaryRow, sameRun = true): ComparedCell {
  const { design, over, under } = pairBoots(before, after, sameRun);
  const common = { before, after, design, ratio: ratioEffect(before, after, sameRun) };
  if (before.clock === 'instructions') return common;
  const [from, to] = [over, under].map((boots) => boots.map((boot) => boot.median)) as [number[], number[]];
  const differences = from.map((value, i) => value - to[i]!);
  const paired = design === 'paired';
  const { p } = paired ? signedRank(differences) : mannWhitney(from, to);
  return {
    ...common,
    inference: {
      shift: paired ? pairedShift(differences) : independentShift(from, to),
      delta: cliffsDelta(from, to),
      p,
      adjustedP: p,
    },
  };
}

/** Holm over all cells that have a p value. */
export function withHolm<Cell extends { inference?: Inference }>(cells: readonly Cell[]): Cell[] {
  const adjusted = holm(cells.flatMap(({ inference }) => (inference ? [inference.p] : [])));
  let next = 0;
  return cells.map((cell) =>
    cell.inference === undefined
      ? cell
      : { ...cell, inference: { ...cell.inference, adjustedP: adjusted[next++]! } },
  );
}
