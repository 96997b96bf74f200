import type {
  ComparisonSpec,
  JitterSpec,
  PredictionSpec,
  ScalingSpec,
  SweepSpec,
} from '../../harness/index.js';
import { spacingNs } from './probe-times.js';

const PROBE = ['probe_latency_p50', 'probe_latency_p99', 'probe_latency_max'];

export const comparisons: ComparisonSpec[] = [
  {
    name: 'estimation-off',
    title: 'What turning estimation off removes: run_estimation 1 over 0',
    metrics: ['estimation_timer_duration', ...PROBE],
    by: 'rules',
    before: { run_estimation: 'on' },
    after: { run_estimation: 'off' },
  },
  ...(['livepatch', 'est-nice', 'est-cpulist'] as const).map(
    (mitigation): ComparisonSpec => ({
      name: mitigation,
      title: `What ${mitigation} removes: untreated over ${mitigation}`,
      metrics: [...PROBE, 'estimation_thread_share'],
      by: 'rules',
      // What the threads' knobs do shows beside threads as they come.
      before: { run_estimation: 'on', mitigation: mitigation === 'livepatch' ? null : 'threads' },
      after: { run_estimation: 'on', mitigation },
    }),
  ),
  {
    name: 'away-from-the-timer',
    title: 'What moving the receiver away from the timer’s CPU removes: receiver over away',
    metrics: PROBE,
    by: 'rules',
    before: { path: 'receiver' },
    after: { path: 'away' },
  },
];

export const scalings: ScalingSpec[] = [
  {
    name: 'timer-growth',
    title: 'How one run of estimation_timer grows with the rules',
    metric: 'estimation_timer_duration',
    by: 'rules',
    series: ['possibleCpus'],
    where: { run_estimation: 'on' },
    reference: { possibleCpus: 2 },
  },
];

export const jitters: JitterSpec[] = [
  {
    name: 'probe-jitter',
    title: 'The UDP probe packet by packet, at 79,001 rules',
    metric: 'probe_latency',
    where: { rules: 79001, mitigation: null },
    lateNs: 50e6,
    spacingNs,
  },
];

/**
 * Below this many times the same path without rules packets are as good as there; far above it they wait. The control is not
 * the other CPU: with no rules at all the receiver on CPU 0 is 3 to 4 times slower than away from it, where it is emulated.
 */
const BESIDE = 3;
const receiving = { run_estimation: 'on', path: 'receiver' } as const;

export const sweeps: SweepSpec[] = [
  {
    name: 'kernels',
    title:
      'Packets that wait for the timer, kernel by kernel: p99 with the receiver on its CPU, with 79,001 rules over none',
    by: 'kernel',
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...receiving, rules: 79001 },
      under: { ...receiving, rules: 0 },
    },
    reproduced: { is: 'above', bound: BESIDE },
    fixed: { is: 'below', bound: BESIDE },
  },
];

export const predictions: PredictionSpec[] = [
  {
    name: 'timer-cost',
    title: 'One run of estimation_timer',
    metric: 'estimation_timer_duration',
    by: 'rules',
    factor: 'possibleCpus',
    where: { run_estimation: 'on' },
    published: { units: 79004, factor: 80, value: 310e6, source: 'the IPVS write-up, by ftrace' },
  },
];
