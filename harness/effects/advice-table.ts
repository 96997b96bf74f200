import { sampleStandardDeviation } from 'simple-statistics';
import { differing } from '../cells/cell.js';
import { pairBoots } from '../cells/pairing.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, type Table } from '../document/table.js';
import { sampleSize } from '../stats/sample-size.js';
import type { FactorName, ScenarioDescription } from '../types.js';
import { threeDigits } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { compareTreatments } from './comparison.js';

/** Below three boots a spread says nothing. */
const LEAST_BOOTS = 3;
const SHIFT = 1.1;

interface Spread {
  logSd: number;
  of: SummaryRow;
}

/**
 * How many boots the next run needs to see a shift of 10 % with 90 % power, from how far the boots of the wall clock lie
 * apart in this one: the widest cell of each compared metric decides. Null where no cell has three boots.
 */
export function adviceTable(
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'comparisons'>,
  summary: readonly SummaryRow[],
): Table | null {
  const rows = summary.filter((row) => row.scenario === scenario.name && row.clock === 'wall');
  const apart = differing(rows);
  const metrics = [...new Set(scenario.comparisons.flatMap((spec) => spec.metrics))];
  const lines = metrics.flatMap((metric) => {
    const alone = widest(
      rows
        .filter((row) => row.metric === metric)
        .map((of) => ({ of, values: of.samples.map((boot) => boot.median) })),
    );
    const paired = widest(
      scenario.comparisons
        .flatMap((spec) => compareTreatments(spec, metric, rows))
        .filter(({ design }) => design === 'paired')
        .map(({ before, after }) => ({ of: before, values: ratiosOf(before, after) })),
    );
    if (alone === null && paired === null) return [];
    const title = metricTitle(scenario.metrics, metric);
    return [[title, ...cellsOf(paired, 'paired', apart), ...cellsOf(alone, 'independent', apart)]];
  });
  if (lines.length === 0) return null;
  return {
    name: fileName(scenario.name, 'boots-needed'),
    title: 'Boots the next run needs',
    columns: [
      { title: 'metric', align: 'left' },
      { title: 'spread of paired ratios', align: 'left' },
      { title: 'boots, within one run', align: 'right' },
      { title: 'spread of boots', align: 'left' },
      { title: 'boots, of each of two runs', align: 'right' },
    ],
    rows: lines,
    note:
      'To see a shift of 10 % with 90 % power at 5 %, two-sided, with a rank test, on the wall clock; the cell with the widest ' +
      'spread decides. Spread: standard deviation of the logarithm over boots. The instruction clock needs two boots.',
  };
}

function ratiosOf(before: SummaryRow, after: SummaryRow): number[] {
  const { over, under } = pairBoots(before, after);
  return over.map((boot, i) => boot.median / under[i]!.median);
}

function widest(candidates: readonly { of: SummaryRow; values: readonly number[] }[]): Spread | null {
  const spreads = candidates
    .filter(
      ({ values }) =>
        values.length >= LEAST_BOOTS && values.every((value) => value > 0 && Number.isFinite(value)),
    )
    .map(({ of, values }): Spread => ({ of, logSd: logSdOf(values) }));
  return spreads.reduce<Spread | null>(
    (most, one) => (most === null || one.logSd > most.logSd ? one : most),
    null,
  );
}

function logSdOf(values: readonly number[]): number {
  return sampleStandardDeviation(values.map(Math.log));
}

function cellsOf(spread: Spread | null, design: 'paired' | 'independent', names: readonly FactorName[]) {
  if (spread === null) return ['–', '–'];
  const { boots, capped } = sampleSize(spread.logSd, { design, shift: SHIFT });
  return [
    { text: `${threeDigits(spread.logSd)} (${cellPhrase(spread.of, names)})`, value: spread.logSd },
    { text: capped ? `more than ${boots}` : String(boots), value: boots },
  ];
}
