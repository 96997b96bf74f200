import type { Factors, Observation } from '../types.js';

/** The factor columns shared by observations.csv and summary.csv, in order, and the fields they hold. */
export const FACTOR_COLUMNS = {
  lane: 'lane',
  scenario: 'scenario',
  kernel: 'kernel',
  possible_cpus: 'possibleCpus',
  memory_mb: 'memoryMb',
  namespaces: 'namespaces',
  rules: 'rules',
  variant: 'variant',
  run_estimation: 'runEstimation',
  path: 'path',
  mitigation: 'mitigation',
  condition: 'condition',
  creators: 'creators',
} as const satisfies Record<string, keyof Factors>;

/** Every column of observations.csv, in order, and the field of `Observation` it holds. */
export const OBSERVATION_COLUMNS = {
  run: 'run',
  trial: 'trial',
  block: 'block',
  boot: 'boot',
  ...FACTOR_COLUMNS,
  metric: 'metric',
  unit: 'unit',
  iteration: 'iteration',
  value: 'value',
} as const satisfies Record<string, keyof Observation>;

/** The header of observations.csv. */
export const COLUMNS: readonly string[] = Object.keys(OBSERVATION_COLUMNS);

/**
 * Pure: whether a text may stand in observations.csv: a word or some, in which nothing begins another field, line or formula,
 * and nothing that a terminal obeys.
 */
export const isName = (text: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text) && !/[",]/.test(text);
