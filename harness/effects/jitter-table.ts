import { differing, groupBy, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, right, type Table } from '../document/table.js';
import { harrellDavis } from '../stats/harrell-davis.js';
import { latencyHistogram } from '../stats/latency-histogram.js';
import { quantile } from '../stats/quantile.js';
import { stallPeriod } from '../stats/stall-period.js';
import type { JitterSpec, Profile, ScenarioDescription } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { formatPercent, formatValue } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';

/** The first boot of each cell value by value: quantiles and the period of its stalls; a table a clock. */
export function jitterTables(
  spec: JitterSpec,
  scenario: Pick<ScenarioDescription, 'name'>,
  summary: readonly SummaryRow[],
  profile: Profile,
): Table[] {
  const rows = summary.filter(
    (row) => row.scenario === scenario.name && row.metric === spec.metric && matches(row, spec.where),
  );
  return groupBy(rows, ['clock']).map((cells): Table => {
    const apart = differing(cells);
    return {
      name: fileName(scenario.name, spec.name, cells[0]!.clock),
      title: `${spec.title}, ${clockName(cells[0]!.clock)}`,
      columns: [
        { title: 'cell', align: 'left' },
        ...['values', 'p50', 'p99', 'p99 (Harrell–Davis)', 'p99.9', 'max', 'late', 'stalls return every'].map(
          right,
        ),
      ],
      rows: cells.map((cell) => [cellPhrase(cell, apart) || 'all', ...bootCells(cell, spec, profile)]),
      note:
        `Of the first boot of each cell alone, and without intervals: packets that meet one stall are not independent, so boots ` +
        `bear what is concluded. Late: beyond ${formatValue(spec.lateNs, 'ns')}. ` +
        'Stalls: the peak of the autocorrelation of late values, where at most 5 % of shuffles have one as high; it takes three stalls.',
    };
  });
}

function bootCells(cell: SummaryRow, spec: JitterSpec, profile: Profile) {
  const { iterations, values } = cell.samples[0]!;
  const { unit } = cell;
  const plain = (value: number) => ({ text: formatValue(value, unit), value });
  const late = values.filter((value) => value > spec.lateNs).length / values.length;
  const { late: series, every } = lateSeries(iterations, values, spec.lateNs);
  const period = stallPeriod(series, every * spec.spacingNs[profile]);
  return [
    { text: formatValue(values.length, 'count'), value: values.length },
    plain(quantile(values, 0.5)),
    plain(quantile(values, 0.99)),
    plain(harrellDavis(values, 0.99)),
    plain(quantile(values, 0.999)),
    plain(latencyHistogram(values).maxNs),
    { text: formatPercent(late), value: late },
    period === null ? '–' : plain(period.lag),
  ];
}

/** Steps that a period is told in at most: the finer they are, the longer its test takes. */
const MOST_STEPS = 2000;

/**
 * Whether each step of `every` values, in the order of sending, held a late one; what never came back is late.
 */
function lateSeries(
  iterations: readonly number[],
  values: readonly number[],
  lateNs: number,
): { late: boolean[]; every: number } {
  const each = new Array<boolean>((iterations.at(-1) ?? -1) + 1).fill(true);
  iterations.forEach((iteration, i) => {
    each[iteration] = values[i]! > lateNs;
  });
  const every = Math.max(1, Math.ceil(each.length / MOST_STEPS));
  const late = Array.from({ length: Math.ceil(each.length / every) }, (_, step) =>
    each.slice(step * every, (step + 1) * every).includes(true),
  );
  return { late, every };
}
