import { groupBy, levelOf, matches } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { predictions } from '../effects/prediction.js';
import { growths } from '../effects/scaling.js';
import { median } from '../stats/median.js';
import { theilSen } from '../stats/theil-sen.js';
import type { Law, ScenarioCheck, ScenarioDescription, Where } from '../types.js';

type Described = Pick<ScenarioDescription, 'name' | 'predictions' | 'scalings'>;

/**
 * Pure: what a run of the scenario says of the law that its check asks for, one of each kernel that it was measured on. Figures are of
 * the instruction clock, which is the same on every host; the wall clock's predict nothing elsewhere.
 * @param summary of the whole run
 */
export function lawsOf(
  check: Pick<ScenarioCheck, 'law'>,
  { name, predictions: predicted = [], scalings }: Described,
  summary: readonly SummaryRow[],
): Law[] {
  const rows = summary.filter(({ scenario, clock }) => scenario === name && clock === 'instructions');
  const { law } = check;
  if (law === undefined) return [];
  if ('cell' in law) return ofCell(law, rows);
  if ('prediction' in law) {
    const spec = predicted.find((one) => one.name === law.prediction);
    return spec === undefined ? [] : predictions(spec, rows).map((one) => ofPrediction(one, rows));
  }
  const spec = scalings.find((one) => one.name === law.scaling);
  if (spec === undefined) return [];
  const where = { ...spec.where, ...law.where };
  const { reference: _, ...plain } = spec;
  return growths({ ...plain, where }, rows).map(({ of, curves }) => ({
    ...{
      name: spec.name,
      title: spec.title,
      metric: spec.metric,
      unit: of.unit,
      kernel: of.kernel,
      by: spec.by,
    },
    constant: significant(median(curves.map(({ points }) => theilSen(points).intercept))),
    each: significant(median(curves.map(({ slope }) => slope))),
    eachCpu: 0,
    measured: {
      amount: Math.max(...curves.flatMap(({ points }) => points.map(({ x }) => x))),
      possibleCpus: [of.possibleCpus],
    },
  }));
}

/** What does not grow: the median of the boots of one cell, on each kernel where `where` leaves just one. */
function ofCell({ cell: metric, where }: { cell: string; where: Where }, rows: readonly SummaryRow[]): Law[] {
  const cells = rows.filter((row) => row.metric === metric && matches(row, where));
  const alone = groupBy(cells, ['kernel']).flatMap((ofKernel) => (ofKernel.length === 1 ? ofKernel : []));
  return alone.map((row) => ({
    ...{ name: metric, title: metric, metric, unit: row.unit, kernel: row.kernel },
    ...{ constant: significant(row.median), each: 0, eachCpu: 0 },
    measured: { amount: 0, possibleCpus: [row.possibleCpus] },
  }));
}

function ofPrediction(
  { spec, of, a, b, levels }: ReturnType<typeof predictions>[number],
  rows: readonly SummaryRow[],
): Law {
  const amounts = rows
    .filter((row) => row.metric === spec.metric && matches(row, spec.where))
    .flatMap((row) => levelOf(row, spec.by) ?? [])
    .filter((level) => typeof level === 'number');
  return {
    ...{
      name: spec.name,
      title: spec.title,
      metric: spec.metric,
      unit: of.unit,
      kernel: of.kernel,
      by: spec.by,
    },
    ...{ constant: 0, each: significant(a), eachCpu: significant(b) },
    measured: { amount: Math.max(...amounts), possibleCpus: levels },
  };
}

/** More digits than any measurement has, fewer than one processor's arithmetic and another's may differ in. */
const significant = (value: number): number => Number(value.toPrecision(6));
