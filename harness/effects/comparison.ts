import { factorNames, groupBy, matches } from '../cells/cell.js';
import { pairBoots } from '../cells/pairing.js';
import type { SummarisedBoot, SummaryRow } from '../cells/summary-row.js';
import { independentShift, pairedShift } from '../stats/hodges-lehmann.js';
import type { Effect } from '../stats/interval.js';
import { labelExchangeP, type TwoArms } from '../stats/label-exchange.js';
import { signFlipP } from '../stats/sign-flips.js';
import type { ComparisonSpec, Where } from '../types.js';
import { type RatioEffect, ratioEffect } from './ratio-effect.js';

/** What carries inference across boots; the instruction clock has none of it. */
export interface Inference {
  /** Before minus after, in the metric's unit. */
  shift: Effect;
  /** That nothing differs, adjusted for the number of cells; null where so few boots can't show anything. */
  p: number | null;
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
 * rows. Clocks are never mixed, and p is adjusted in each by itself.
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
  ).flatMap((clock) => withP(clock.map(({ cell }) => cell)));
}

/** Two cells of one metric side by side, of one run or of two, before any correction for many of them. */
export function compareCells(before: SummaryRow, after: SummaryRow, sameRun = true): ComparedCell {
  const { design, over, under } = pairBoots(before, after, sameRun);
  const common = { before, after, design, ratio: ratioEffect(before, after, sameRun) };
  if (before.clock === 'instructions') return common;
  const [from, to] = [over, under].map((boots) => boots.map((boot) => boot.median)) as [number[], number[]];
  const differences = from.map((value, i) => value - to[i]!);
  const shift = design === 'paired' ? pairedShift(differences) : independentShift(from, to);
  return { ...common, inference: { shift, p: null } };
}

/** The same relabellings on every machine and day. */
const SEED = 1;

/**
 * p of each cell that nothing differs, adjusted for all of them: boots' signs are flipped where they are pairs, their labels
 * exchanged where they are independent. Where a family holds both kinds each has half of the error.
 */
export function withP<Cell extends Pick<ComparedCell, 'before' | 'after' | 'design' | 'inference'>>(
  cells: readonly Cell[],
): Cell[] {
  const inferred = cells.filter(({ inference }) => inference !== undefined);
  const [pairs, others] = [
    inferred.filter(({ design }) => design === 'paired'),
    inferred.filter(({ design }) => design === 'independent'),
  ];
  const ofPairs = signFlipP(pairs.map(differencesOf), SEED);
  const ofOthers = labelExchangeP(others.map(armsOf), SEED);
  const kinds = ofPairs.some((p) => p !== null) && ofOthers.some((p) => p !== null) ? 2 : 1;
  const found = new Map<Cell, number | null>([
    ...pairs.map((cell, i) => [cell, ofPairs[i]!] as const),
    ...others.map((cell, i) => [cell, ofOthers[i]!] as const),
  ]);
  return cells.map((cell) => {
    if (cell.inference === undefined) return cell;
    const p = found.get(cell) ?? null;
    return { ...cell, inference: { ...cell.inference, p: p === null ? null : Math.min(1, kinds * p) } };
  });
}

const bootName = ({ run, trial }: SummarisedBoot): string => `${run}\n${trial}`;

/** Logarithms, in which a machine's speed cancels; where something is 0 or less, the values. */
const scaleOf = ({ before, after }: Pick<ComparedCell, 'before' | 'after'>) =>
  Math.min(before.min, after.min) > 0 ? Math.log : (value: number): number => value;

function differencesOf(cell: Pick<ComparedCell, 'before' | 'after'>): Map<string, number> {
  const scale = scaleOf(cell);
  const { over, under } = pairBoots(cell.before, cell.after);
  return new Map(over.map((boot, i) => [bootName(boot), scale(boot.median) - scale(under[i]!.median)]));
}

function armsOf(cell: Pick<ComparedCell, 'before' | 'after'>): TwoArms {
  const { before, after } = cell;
  const scale = scaleOf(cell);
  const arm = (row: SummaryRow) => new Map(row.samples.map((boot) => [bootName(boot), scale(boot.median)]));
  // Boots of one machine treatment, which are those that measured the same cells.
  const stratum = [before, after].map(({ samples }) => samples.map(bootName).join()).join('\n\n');
  return { stratum, first: arm(before), second: arm(after) };
}
