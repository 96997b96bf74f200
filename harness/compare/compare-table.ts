import { differing } from '../cells/cell.js';
import { left, right, type Table } from '../document/table.js';
import { ratioWords } from '../effects/ratio-words.js';
import type { Clock } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { effectWords, pWords } from '../words/effect-words.js';
import { formatPercent, formatSpread } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import type { ComparedRuns } from './compare-runs.js';
import { type CellVerdict, type JudgedCell, VERDICT_ORDER } from './judge-cells.js';

/** The cells of one clock with the verdicts asked for; null where there is none. */
export function compareTable(
  { cells, options }: Pick<ComparedRuns, 'cells' | 'options'>,
  clock: Clock,
  verdicts: readonly CellVerdict[] = VERDICT_ORDER,
): Table | null {
  const here = cells.filter((cell) => cell.next.clock === clock);
  const shown = here.filter(({ verdict }) => verdicts.includes(verdict));
  if (shown.length === 0) return null;
  const apart = differing(here.map(({ next }) => next)).filter((name) => name !== 'clock');
  return {
    name: `compare-${clock}`,
    title: `${clockName(clock)}, threshold ${formatPercent(options.threshold)}`,
    columns: [
      left('verdict'),
      left('metric'),
      left('cell'),
      right('base'),
      right('new'),
      right('new / base'),
      ...(clock === 'wall' ? [right('shift'), right('p (adjusted)')] : []),
      left('remark'),
    ],
    rows: shown.map((cell) => {
      const { next, base, ratio } = cell;
      return [
        cell.verdict,
        next.metric,
        cellPhrase(next, apart) || 'all',
        { text: formatSpread(base), value: base.median },
        { text: formatSpread(next), value: next.median },
        { text: ratioWords(ratio, clock), value: ratio?.estimate ?? 0 },
        ...inferenceCells(cell),
        cell.reason ?? '',
      ];
    }),
    note:
      clock === 'instructions'
        ? 'A change is one when it is beyond the threshold and the boots’ ranges do not overlap.'
        : 'A change is one when p, by exchanged labels of boots and adjusted for all judged cells of the clock (step-down maxT), is at ' +
          'most 0.05 and the ratio is beyond the threshold; “no change” when the ratio’s exact 95 % interval lies within the threshold.',
  };
}

function inferenceCells({ inference, next, verdict }: JudgedCell) {
  if (next.clock === 'instructions') return [];
  if (inference === undefined) return ['–', '–'];
  return [
    { text: effectWords(inference.shift, next.unit), value: inference.shift.estimate },
    verdict === 'not judged' || inference.p === null
      ? '–'
      : { text: pWords(inference.p), value: inference.p },
  ];
}
