import { inLongProfiles, numbered, type Pass } from '../../harness/index.js';
import { mitigated, rated } from './mitigations.js';
import { PROBE } from './probe-times.js';
import { estimationSet, isTop, prepared, probing, reach } from './reach.js';

/** Host seconds without KVM, measured on two cores, beside the probe's own; and of what ends the waiting there. */
const BASE_S = 15;
const ENDING_S = 60;

/** Whether packets wait on other kernels too, and what ends it there: 5.10 has the timer and no knob, from 6.2 on threads estimate. */
export const otherKernels: Pass = {
  name: 'kernels',
  title: 'the packets that wait, on other kernels',
  boots: inLongProfiles({ standard: { instructions: 0, wall: 6 }, paper: { instructions: 0, wall: 10 } }),
  kernels: ['5.10', '6.12', 'newest'],
  // Without rules too: what a kernel's packets take on the same path when there is nothing to wait for.
  levels: (levels) => levels.filter((_, i) => i === 0 || i === levels.length - 1),
  steps: (trial) => {
    const paths = trial.clock === 'instructions' ? ['same'] : ['away', 'receiver'];
    return numbered([
      prepared,
      ...trial.levels.flatMap((rules, i) => [
        ...reach(trial, rules, trial.levels[i - 1] ?? 0),
        estimationSet(rules, 1),
        probing(trial, `probe at ${rules}`, { asked: 1, rules, paths, traced: false }),
        ...(isTop(trial, rules) ? [...rated(trial, rules, 1), ...mitigated(trial, rules)] : []),
      ]),
    ]);
  },
  estimateS: ({ clock, levels, profile }) =>
    BASE_S + ENDING_S + levels.length * 2 * (clock === 'instructions' ? 5 : PROBE[profile].seconds.wall + 2),
};
