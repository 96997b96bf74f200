import type { FigureSpec, LevelsFigure } from '../../harness/index.js';
import { timerGraphFigures } from './diagnosis/timer-graph-claims.js';
import { spacingNs } from './probe-times.js';

const probe: Omit<LevelsFigure, 'name' | 'title' | 'metric'> = {
  kind: 'levels',
  x: 'rules',
  series: ['path', 'run_estimation'],
  panels: 'possibleCpus',
  where: { mitigation: null },
  yScale: 'log',
};

export const figures: FigureSpec[] = [
  {
    kind: 'levels',
    name: 'timer-duration',
    title: 'estimation_timer by rules and possible CPUs',
    metric: 'estimation_timer_duration',
    x: 'rules',
    series: ['possibleCpus'],
    where: { run_estimation: 'on' },
    fit: true,
  },
  {
    kind: 'slopes',
    name: 'timer-slopes',
    title: 'What one more rule adds to a run of estimation_timer',
    scaling: 'timer-growth',
  },
  {
    ...probe,
    name: 'probe-max',
    title: 'Latest packet by rules, path and run_estimation',
    metric: 'probe_latency_max',
  },
  {
    ...probe,
    name: 'probe-p99',
    title: 'UDP probe p99 by rules, path and run_estimation',
    metric: 'probe_latency_p99',
  },
  {
    ...probe,
    name: 'probe-p99-threads',
    title: 'UDP probe p99 where threads estimate (Linux 6.2 and later)',
    metric: 'probe_latency_p99',
    where: { mitigation: 'threads' },
  },
  {
    kind: 'percentiles',
    name: 'probe-percentiles',
    title: 'UDP probe at 79,001 rules: the whole distribution',
    metric: 'probe_latency',
    series: ['path', 'run_estimation'],
    panels: 'possibleCpus',
    where: { rules: 79001, mitigation: null },
  },
  {
    kind: 'timeline',
    name: 'probe-timeline',
    title: 'UDP probe at 79,001 rules, packet by packet',
    metric: 'probe_latency',
    series: ['path', 'run_estimation'],
    where: { rules: 79001, mitigation: null },
    spacingNs,
  },
  {
    kind: 'before-after',
    name: 'estimation-turned-off',
    title: 'Latest packet with estimation on and off',
    comparison: 'estimation-off',
    metric: 'probe_latency_max',
    yScale: 'log',
  },
  {
    kind: 'before-after',
    name: 'timer-patched',
    title: 'Latest packet with estimation_timer as it is and emptied by livepatch',
    comparison: 'livepatch',
    metric: 'probe_latency_max',
    yScale: 'log',
  },
  {
    kind: 'before-after',
    name: 'timer-turned-off',
    title: 'One run of estimation_timer with estimation on and off',
    comparison: 'estimation-off',
    metric: 'estimation_timer_duration',
    yScale: 'log',
  },
  ...timerGraphFigures,
];
