import { median } from '../stats/median.js';
import { medianInterval } from '../stats/median-interval.js';
import type { Levels, Observation, ScenarioDescription } from '../types.js';
import { type Cell, sampleCollector } from './samples.js';
import { summaryOrder } from './summary-order.js';
import { bootMediansOf, type SummaryRow } from './summary-row.js';

/**
 * One row per cell (all factors and the metric), in the order of `summaryOrder`. The iterations of a
 * boot are reduced to their median first, and everything else is computed from those medians, because
 * iterations inside one boot are not independent.
 */
export function summariseCells(
  cells: readonly Cell[],
  scenarios: readonly ScenarioDescription[],
): SummaryRow[] {
  const names = new Map(scenarios.map((one) => [one.name, one.factors.map(({ name }) => name)]));
  return cells
    .map((cell) => summariseCell({ ...cell, factors: inOrder(cell.factors, names.get(cell.scenario)) }))
    .sort(summaryOrder(scenarios));
}

/** The same from observations, whose order does not matter. Throws when one metric comes in two units. */
export function summarise(
  observations: Iterable<Observation>,
  scenarios: readonly ScenarioDescription[],
): SummaryRow[] {
  const collector = sampleCollector();
  for (const observation of observations) collector.add(observation);
  return summariseCells(collector.cells(), scenarios);
}

/** Every factor that the scenario declares, in its order, whether it applies or not: words name them in this order. */
const inOrder = (factors: Levels, declared: readonly string[] = []): Levels =>
  Object.fromEntries(
    [...new Set([...declared, ...Object.keys(factors)])].map((name) => [name, factors[name]]),
  );

function summariseCell({ samples, ...cell }: Cell): SummaryRow {
  const boots = samples.map((sample) => ({ ...sample, median: median(sample.values) }));
  const bootMedians = bootMediansOf({ samples: boots });
  return {
    ...cell,
    boots: samples.length,
    iterations: samples.reduce((sum, { values }) => sum + values.length, 0),
    median: median(bootMedians),
    interval: medianInterval(bootMedians),
    min: bootMedians[0]!,
    max: bootMedians.at(-1)!,
    samples: boots,
  };
}
