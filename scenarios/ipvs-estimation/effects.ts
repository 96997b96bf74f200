import { above, below, ratio, type Scenario } from '../../harness/index.js';
import { spacingNs } from './probe-times.js';

const DURATION = 'estimation_timer_duration';
const P99 = 'probe_latency_p99';
const PROBE = ['probe_latency_p50', P99, 'probe_latency_max'];
const by = 'rules';
const estimating = { run_estimation: 'on' } as const;
const receiving = { ...estimating, path: 'receiver' } as const;

/**
 * Below this many times the same path without rules packets are as good as there; far above it they wait. The control is not
 * the other CPU: with no rules at all the receiver on CPU 0 is 3 to 4 times slower than away from it, where it is emulated.
 */
const BESIDE = 3;

export const effects = {
  comparisons: [
    {
      name: 'estimation-off',
      title: 'Estimation on over off',
      metrics: [DURATION, ...PROBE],
      ...{ by, before: estimating, after: { run_estimation: 'off' } },
    },
    ...['livepatch', 'est-nice', 'est-cpulist'].map((mitigation) => ({
      name: mitigation,
      title: `Untreated over ${mitigation}`,
      metrics: [...PROBE, 'estimation_thread_share'],
      by,
      // What the threads' knobs do shows beside threads as they come.
      before: { ...estimating, mitigation: mitigation === 'livepatch' ? null : 'threads' },
      after: { ...estimating, mitigation },
    })),
    {
      name: 'away-from-the-timer',
      title: 'Receiver on the timer’s CPU over away',
      metrics: PROBE,
      ...{ by, before: { path: 'receiver' }, after: { path: 'away' } },
    },
  ],
  scalings: [
    {
      name: 'timer-growth',
      title: 'Growth of a timer run with the rules',
      metric: DURATION,
      ...{ by, series: ['possibleCpus'], where: estimating, reference: { possibleCpus: 2 } },
    },
  ],
  jitters: [
    {
      name: 'probe-jitter',
      title: 'Packet by packet, at 79,001 rules',
      metric: 'probe_latency',
      where: { rules: 79001, mitigation: null },
      ...{ lateNs: 50e6, spacingNs },
    },
  ],
  sweeps: [
    {
      name: 'kernels',
      title: 'Packets that wait for the timer, by kernel',
      by: 'kernel',
      measure: ratio(P99, { ...receiving, rules: 79001 }, { ...receiving, rules: 0 }),
      ...{ reproduced: above(BESIDE), fixed: below(BESIDE) },
    },
  ],
  predictions: [
    {
      name: 'timer-cost',
      title: 'One run of estimation_timer',
      metric: DURATION,
      ...{ by, factor: 'possibleCpus', where: estimating },
      published: { units: 79004, factor: 80, value: 310e6, source: 'the IPVS write-up, by ftrace' },
    },
  ],
} satisfies Partial<Scenario>;
