import type { Factors, Observation, Unit } from '../types.js';
import { keyOfAll, MACHINE_FACTORS } from './cell.js';
import { compareTexts } from './natural-order.js';

/** What one boot measured of one cell. */
export interface BootSample {
  /** Part of a boot's name, because trial ids recur in every run. */
  run: string;
  trial: string;
  block: number;
  boot: number;
  /** Numbers of the iterations, ascending; numbers of lost ones are missing. */
  iterations: readonly number[];
  /** One per iteration, in the metric's base unit. */
  values: readonly number[];
}

/** One treatment of one metric, with everything that was measured of it. */
export interface Cell extends Factors {
  metric: string;
  unit: Unit;
  /** In order of block, boot, run and trial, whatever the order of the observations. */
  samples: readonly BootSample[];
}

interface Growing {
  key: string;
  cell: Omit<Cell, 'samples'>;
  boots: Map<string, GrowingBoot>;
}

interface GrowingBoot extends Omit<BootSample, 'iterations' | 'values'> {
  iterations: number[];
  values: number[];
}

/**
 * Takes observations one by one, in any order, and holds nothing of them but their numbers: a million take
 * some 20 MB. `add` throws when one metric comes in two units.
 */
export function sampleCollector(): { add: (observation: Observation) => void; cells: () => Cell[] } {
  const cells = new Map<string, Growing>();
  let last: { observation: Observation; sample: GrowingBoot } | undefined;

  const cellOf = (observation: Observation): Growing => {
    const key = `${observation.scenario}\n${observation.metric}\n${keyOfAll(observation)}`;
    const found = cells.get(key) ?? { key, cell: cellFactors(observation), boots: new Map() };
    if (found.cell.unit !== observation.unit) {
      const units = `${found.cell.unit} and ${observation.unit}`;
      throw new Error(`metric ${observation.metric} comes in two units: ${units}`);
    }
    cells.set(key, found);
    return found;
  };
  const sampleOf = ({ boots }: Growing, { run, trial, block, boot }: Observation): GrowingBoot => {
    const name = `${run}\n${trial}`;
    const found = boots.get(name) ?? { run, trial, block, boot, iterations: [], values: [] };
    boots.set(name, found);
    return found;
  };

  return {
    add: (observation) => {
      // Iterations of one boot follow one another: keys need not be made for each.
      if (last === undefined || !isSameSample(last.observation, observation)) {
        last = { observation, sample: sampleOf(cellOf(observation), observation) };
      }
      last.sample.iterations.push(observation.iteration);
      last.sample.values.push(observation.value);
    },
    cells: () =>
      [...cells.values()].map(({ cell, boots }) => ({
        ...cell,
        samples: [...boots.values()].map(inOrder).sort(compareBoots),
      })),
  };
}

/** A quick answer for rows that follow one another; factors that are equal but not the same object are told alike by the key. */
function isSameSample(a: Observation, b: Observation): boolean {
  return (
    a.metric === b.metric &&
    a.unit === b.unit &&
    a.trial === b.trial &&
    a.run === b.run &&
    a.scenario === b.scenario &&
    a.factors === b.factors &&
    MACHINE_FACTORS.every((name) => a[name] === b[name])
  );
}

function inOrder(sample: GrowingBoot): BootSample {
  const { iterations, values } = sample;
  if (iterations.every((iteration, i) => i === 0 || iterations[i - 1]! < iteration)) return sample;
  const order = iterations
    .map((_, i) => i)
    .sort((a, b) => iterations[a]! - iterations[b]! || values[a]! - values[b]!);
  return { ...sample, iterations: order.map((i) => iterations[i]!), values: order.map((i) => values[i]!) };
}

function compareBoots(a: BootSample, b: BootSample): number {
  return a.block - b.block || a.boot - b.boot || compareTexts(a.run, b.run) || compareTexts(a.trial, b.trial);
}

function cellFactors(row: Observation): Omit<Cell, 'samples'> {
  const { clock, scenario, kernel, possibleCpus, memoryMb, factors, metric, unit } = row;
  return { clock, scenario, kernel, possibleCpus, memoryMb, factors, metric, unit };
}
