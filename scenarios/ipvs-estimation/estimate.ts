import type { Trial } from '../../harness/index.js';
import { PROBE, pathsOf } from './steps.js';

/** Host seconds without KVM, measured on two cores. */
const BOOT_S = { exact: 12, real: 8 };
const LOAD_S_PER_RULE = { exact: 0.0003, real: 0.00015 };
/** Between the steps of a level; one probe's or one trace's own start and end. */
const LEVEL_S = 6;
const STEP_S = 2;
/** The exact lane skips idle time; what it does not skip is the timer: host seconds per rule, CPU and run. */
const TIMER_S = 6e-7;

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { lane, levels, possibleCpus, profile } = trial;
  const { rate, seconds, traceSeconds } = PROBE[profile];
  const top = levels.at(-1) ?? 0;
  const probes = pathsOf(trial, 1).length + pathsOf(trial, 0).length;
  const perLevel = (rules: number): number => {
    if (lane === 'real') return LEVEL_S + probes * (seconds + STEP_S);
    const runs = (seconds + traceSeconds + 6) / 2;
    return LEVEL_S + probes * (STEP_S + rate * seconds * 0.001) + runs * rules * possibleCpus * TIMER_S;
  };
  return BOOT_S[lane] + LOAD_S_PER_RULE[lane] * top + levels.reduce((sum, rules) => sum + perLevel(rules), 0);
}
