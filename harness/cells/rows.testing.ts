import type { FactorDeclaration, FactorLevel, Levels, Observation } from '../types.js';
import { summarise } from './summarise.js';
import type { SummaryRow } from './summary-row.js';

/** Factors of the scenarios that tests make up. */
export const DECLARED: FactorDeclaration[] = [
  { name: 'namespaces', title: 'network namespaces', kind: 'amount', scope: 'state' },
  { name: 'rules', title: 'IPVS rules', kind: 'amount', scope: 'treatment' },
  { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' },
  { name: 'run_estimation', title: 'run_estimation', kind: 'text', scope: 'treatment' },
  { name: 'path', title: 'path', kind: 'text', scope: 'treatment' },
  { name: 'mitigation', title: 'mitigation', kind: 'text', scope: 'treatment' },
];

/** Levels of those factors, written beside other fields. */
export interface FlatLevels {
  namespaces?: number | undefined;
  rules?: number | undefined;
  variant?: string | undefined;
  run_estimation?: string | undefined;
  path?: string | undefined;
  mitigation?: string | undefined;
}

/** Puts levels that stand beside other fields into `factors`, in the order of `DECLARED`. */
export function withFactors<T extends FlatLevels>(flat: T): Omit<T, keyof FlatLevels> & { factors: Levels } {
  const rest = { ...flat } as Record<string, unknown>;
  const factors: Record<string, FactorLevel> = {};
  for (const { name } of DECLARED) {
    const level = rest[name] as FactorLevel | undefined;
    if (level !== undefined) factors[name] = level;
    delete rest[name];
  }
  return { ...rest, factors: { ...factors, ...(rest.factors as Levels | undefined) } } as never;
}

/** One cell: a number, or a list of iterations, for each boot; factors and names as given. */
export interface MadeCell extends Partial<Omit<Observation, 'value' | 'iteration'>>, FlatLevels {
  boots: readonly (number | readonly number[])[];
  /** Trials are called after this; cells of one name share their boots. */
  machine?: string;
}

/** Observations of made-up cells, for tests. */
export function observationsOf(...cells: readonly MadeCell[]): Observation[] {
  return cells.flatMap(({ boots, machine = 'm', ...more }) => {
    const { factors, ...named } = withFactors(more);
    return boots.flatMap((values, i) =>
      [values].flat().map(
        (value, iteration): Observation => ({
          run: 'r1',
          trial: `${machine}.b${i + 1}`,
          block: i + 1,
          boot: i + 1,
          clock: 'wall',
          scenario: 's',
          kernel: '6.1',
          possibleCpus: 2,
          memoryMb: 2048,
          factors,
          metric: 'latency',
          unit: 'ns',
          ...named,
          iteration,
          value: value as number,
        }),
      ),
    );
  });
}

export function rowsOf(...cells: readonly MadeCell[]): SummaryRow[] {
  return summarise(observationsOf(...cells), []);
}
