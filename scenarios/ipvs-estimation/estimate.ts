import type { Trial } from '../../harness/index.js';
import { isShort, PROBE } from './probe-times.js';
import { isTop } from './reach.js';
import { estimationsOf, pathsOf } from './steps.js';

/** Host seconds without KVM, measured on two cores. */
const BOOT_S = { instructions: 10, wall: 7 };
const LOAD_S_PER_RULE = { instructions: 0.0001, wall: 0.00005 };
/** Verification, memory, and turning estimation on or off. */
const LEVEL_S = { instructions: 1.5, wall: 4 };
/** What a path of a probe takes beside its own seconds, or on the instruction clock in all; what a trace takes. */
const PROBE_S = { instructions: 2, wall: 1 };
const TRACE_S = 1;
/** The instruction clock skips idle time; what it does not skip are runs of the timer: seconds a rule, CPU and run. */
const RUN_S = 1.2e-7;

/** A first estimate of a trial's duration in host seconds. */
export function estimateS(trial: Omit<Trial, 'estimateS'>): number {
  const { clock, levels, possibleCpus, profile } = trial;
  const { traceSeconds, seconds } = PROBE[profile];
  const passing = clock === 'wall';
  const runs = (seconds[clock] + traceSeconds + 3) / 2;
  const perLevel = (rules: number): number => {
    const asked = estimationsOf(trial, rules);
    const probes = asked.reduce<number>((sum, one) => sum + pathsOf(trial, one).length, 0);
    return (
      LEVEL_S[clock] +
      probes * (PROBE_S[clock] + (passing ? seconds.wall : 0)) +
      asked.length * TRACE_S +
      (passing ? 0 : runs * rules * possibleCpus * RUN_S) +
      (isTop(trial, rules) ? mitigationS(trial) : 0)
    );
  };
  const loading = LOAD_S_PER_RULE[clock] * (levels.at(-1) ?? 0);
  return BOOT_S[clock] + loading + levels.reduce((sum, rules) => sum + perLevel(rules), 0);
}

/** A kernel has the one mitigation or the two others: waiting for it to be in force and gone, the probe, the rates. */
function mitigationS(trial: Omit<Trial, 'estimateS'>): number {
  if (trial.clock === 'instructions') return isShort(trial) ? 3 : 8;
  return 24 + PROBE[trial.profile].seconds.wall + (isShort(trial) ? 0 : 16);
}
