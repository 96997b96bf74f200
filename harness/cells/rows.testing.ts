import type { Observation } from '../types.js';
import { summarise } from './summarise.js';
import type { SummaryRow } from './summary-row.js';

/** One cell: a number, or a list of iterations, for each boot; factors and names as given. */
export interface MadeCell extends Partial<Omit<Observation, 'value' | 'iteration'>> {
  boots: readonly (number | readonly number[])[];
  /** Trials are called after this; cells of one name share their boots. */
  machine?: string;
}

/** Observations of made-up cells, for tests. */
export function observationsOf(...cells: readonly MadeCell[]): Observation[] {
  return cells.flatMap(({ boots, machine = 'm', ...more }) =>
    boots.flatMap((values, i) =>
      [values].flat().map(
        (value, iteration): Observation => ({
          run: 'r1',
          trial: `${machine}.b${i + 1}`,
          block: i + 1,
          boot: i + 1,
          lane: 'real',
          scenario: 's',
          kernel: '6.1',
          possibleCpus: 2,
          memoryMb: 2048,
          metric: 'latency',
          unit: 'ns',
          ...more,
          iteration,
          value: value as number,
        }),
      ),
    ),
  );
}

export function rowsOf(...cells: readonly MadeCell[]): SummaryRow[] {
  return summarise(observationsOf(...cells), []);
}
