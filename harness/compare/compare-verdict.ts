import { differing } from '../cells/cell.js';
import { clockName } from '../words/clock-name.js';
import { formatValue, groupThousands } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import type { ComparedRuns } from './compare-runs.js';
import type { JudgedCell } from './judge-cells.js';
import { notAllowed } from './left-out.js';

const count = (number: number): string => groupThousands(String(number));

/** Pure: how many cells have a verdict that a change could have given. */
export const judgedCells = ({ cells }: Pick<ComparedRuns, 'cells'>): number =>
  cells.filter(({ verdict }) => verdict !== 'not judged').length;

/**
 * Pure: the comparison in one line, PASS or FAIL first: `FAIL: 5 of 493 judged cells slower than 1 % (worst 1.10×, create_latency …)`.
 * @param without names of cells that a run may lack
 */
export function compareVerdict(compared: ComparedRuns, without: readonly string[] = []): string {
  const { cells, counts, leftOut, options } = compared;
  const missing = notAllowed(leftOut, without).length;
  const lacking = missing === 0 ? '' : `${count(missing)} cells that only one of the runs has`;
  const of = `${count(judgedCells(compared))} judged cells`;
  const threshold = `${Number((100 * options.threshold).toPrecision(3))} %`;
  if (counts.regression === 0) {
    const also = counts.improvement === 0 ? '' : `, ${count(counts.improvement)} better`;
    return lacking === ''
      ? `PASS: none of ${of} worse than ${threshold}${also}`
      : `FAIL: ${lacking}; none of ${of} worse than ${threshold}`;
  }
  const regressed = cells.filter(({ verdict }) => verdict === 'regression');
  const word = regressed.every(({ next }) => next.unit === 'ns') ? 'slower' : 'worse';
  const more = lacking === '' ? '' : `; ${lacking}`;
  return `FAIL: ${count(counts.regression)} of ${of} ${word} than ${threshold} (worst ${worstWords(regressed)})${more}`;
}

/** `1.10×, create_latency reverted, 2,000 namespaces`. */
function worstWords(regressed: readonly JudgedCell[]): string {
  const [first, ...others] = regressed as [JudgedCell, ...JudgedCell[]];
  const worst = others.reduce((most, one) => (distance(one) > distance(most) ? one : most), first);
  const { next, base, ratio } = worst;
  const size =
    ratio === null
      ? `${formatValue(next.median, next.unit)} from 0`
      : formatValue(next.median / base.median, 'ratio');
  return `${size}, ${cellName(worst)}`;
}

/** How far a ratio is from 1, whichever way is worse; from 0 it is without bound. */
const distance = ({ next, base }: JudgedCell): number =>
  base.median === 0 || next.median === 0
    ? Number.POSITIVE_INFINITY
    : Math.abs(Math.log(Math.abs(next.median / base.median)));

/** Pure: metric and levels of one cell, as people name it: `create_latency reverted at 2,000 namespaces`. */
export function cellName({ next }: Pick<JudgedCell, 'next'>): string {
  const names = Object.keys(next.factors).filter((name) => next.factors[name] !== undefined);
  const amounts = names.filter((name) => typeof next.factors[name] === 'number');
  const texts = names.filter((name) => !amounts.includes(name));
  const words = texts.length === 0 ? '' : ` ${cellPhrase(next, texts)}`;
  return `${next.metric}${words}${amounts.length === 0 ? '' : ` at ${cellPhrase(next, amounts)}`}`;
}

/** Pure: as `cellName`, with everything of the machine that differs among the cells. */
export function fullCellName(cell: JudgedCell, among: readonly JudgedCell[]): string {
  const apart = differing(among.map(({ next }) => next)).filter((name) => name !== 'clock');
  return `${cell.next.scenario}: ${cell.next.metric}: ${cellPhrase(cell.next, apart) || 'all'} (${clockName(cell.next.clock)})`;
}
