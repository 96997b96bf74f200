import type { ComparisonSpec, JitterSpec, ScalingSpec } from '../../harness/index.js';
import { spacingNs } from './steps.js';

const PROBE = ['probe_latency_p50', 'probe_latency_p99', 'probe_latency_max'];

export const comparisons: ComparisonSpec[] = [
  {
    name: 'estimation-off',
    title: 'What turning estimation off removes: run_estimation 1 over 0',
    metrics: ['estimation_timer_duration', ...PROBE],
    by: 'rules',
    before: { runEstimation: 1 },
    after: { runEstimation: 0 },
  },
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
    where: { runEstimation: 1 },
    reference: { possibleCpus: 2 },
  },
];

export const jitters: JitterSpec[] = [
  {
    name: 'probe-jitter',
    title: 'The UDP probe packet by packet, at 79,001 rules',
    metric: 'probe_latency',
    where: { rules: 79001 },
    lateNs: 50e6,
    spacingNs,
  },
];
