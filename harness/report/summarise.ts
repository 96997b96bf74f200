import { median } from '../stats/median.js';
import { medianInterval } from '../stats/median-interval.js';
import type { Factors, Observation, ScenarioDescription } from '../types.js';
import { FACTOR_NAMES, keyOf } from './cell.js';
import { summaryOrder } from './summary-order.js';
import type { SummaryRow } from './summary-row.js';

interface Cell {
  first: Observation;
  /** Values of the iterations by boot; the run is part of a boot's name because trial ids recur in every run. */
  boots: Map<string, number[]>;
}

/**
 * One row per cell (all factors and the metric), in the order of `summaryOrder`. The iterations of a
 * boot are reduced to their median first, and everything else is computed from those medians, because
 * iterations inside one boot are not independent. Linear in the number of observations, whose
 * order does not matter. Throws when one metric comes in two units.
 */
export function summarise(
  observations: readonly Observation[],
  scenarios: readonly ScenarioDescription[],
): SummaryRow[] {
  const cells = new Map<string, Cell>();
  for (const observation of observations) {
    const key = `${observation.scenario}\n${observation.metric}\n${keyOf(observation, FACTOR_NAMES)}`;
    let cell = cells.get(key);
    if (!cell) {
      cell = { first: observation, boots: new Map() };
      cells.set(key, cell);
    }
    if (cell.first.unit !== observation.unit) {
      const { metric, unit } = observation;
      throw new Error(`metric ${metric} comes in two units: ${cell.first.unit} and ${unit}`);
    }
    const boot = `${observation.run}\n${observation.trial}`;
    const iterations = cell.boots.get(boot);
    if (iterations) iterations.push(observation.value);
    else cell.boots.set(boot, [observation.value]);
  }
  return [...cells.values()].map(summariseCell).sort(summaryOrder(scenarios));
}

function summariseCell({ first, boots }: Cell): SummaryRow {
  const samples = [...boots.values()];
  const bootMedians = samples.map(median).sort((a, b) => a - b);
  return {
    ...factorsOf(first),
    metric: first.metric,
    unit: first.unit,
    boots: samples.length,
    iterations: samples.reduce((sum, sample) => sum + sample.length, 0),
    median: median(bootMedians),
    interval: medianInterval(bootMedians),
    min: bootMedians[0]!,
    max: bootMedians.at(-1)!,
    bootMedians,
  };
}

function factorsOf({ lane, scenario, kernel, possibleCpus, memoryMb, ...rest }: Observation): Factors {
  return {
    lane,
    scenario,
    kernel,
    possibleCpus,
    memoryMb,
    ...(rest.namespaces !== undefined && { namespaces: rest.namespaces }),
    ...(rest.rules !== undefined && { rules: rest.rules }),
    ...(rest.variant !== undefined && { variant: rest.variant }),
    ...(rest.runEstimation !== undefined && { runEstimation: rest.runEstimation }),
    ...(rest.path !== undefined && { path: rest.path }),
  };
}
