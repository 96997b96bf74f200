import type { Trial } from '../../harness/index.js';
import { isShort, PROBE } from './probe-times.js';
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
  const { traceSeconds } = PROBE[profile];
  const seconds = PROBE[profile].seconds[clock];
  const top = levels.at(-1) ?? 0;
  const perLevel = (rules: number): number => {
    const asked = estimationsOf(trial, rules);
    const probes = asked.reduce<number>((sum, one) => sum + pathsOf(trial, one).length, 0);
    const last = rules > 0 && rules === top ? mitigationS(trial, seconds) : 0;
    if (clock === 'wall') {
      return LEVEL_S.wall + probes * (seconds + PROBE_S.wall) + asked.length * TRACE_S + last;
    }
    const runs = (seconds + traceSeconds + 3) / 2;
    return (
      LEVEL_S.instructions +
      probes * PROBE_S.instructions +
      asked.length * TRACE_S +
      runs * rules * possibleCpus * RUN_S +
      last
    );
  };
  return (
    BOOT_S[clock] + LOAD_S_PER_RULE[clock] * top + levels.reduce((sum, rules) => sum + perLevel(rules), 0)
  );
}

/** A kernel has the one mitigation or the two others: waiting for it to be in force and gone, the probe, the rates. */
function mitigationS(trial: Omit<Trial, 'estimateS'>, seconds: number): number {
  const short = isShort(trial);
  if (trial.clock === 'instructions') return short ? 3 : 8;
  return 24 + seconds + (short ? 0 : 16);
}
