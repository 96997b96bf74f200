import { type FigureSpec, MEMORY_METRICS, type TableSpec } from '../../harness/index.js';

const MEMORY = MEMORY_METRICS.map(({ name }) => name);
/** All quantiles stand in summary.csv; a table each would bury the report. */
const PROBE = ['probe_latency_p50', 'probe_latency_p99', 'probe_latency_max', 'probe_late_share'];

export const tables: TableSpec[] = [
  {
    name: 'timer-duration',
    title: 'One run of estimation_timer',
    metrics: ['estimation_timer_duration'],
    rows: 'rules',
    columns: ['possibleCpus', 'runEstimation'],
  },
  {
    name: 'timer-period',
    title: 'From one run to the next',
    metrics: ['estimation_timer_period'],
    rows: 'rules',
    columns: ['possibleCpus', 'runEstimation'],
  },
  {
    name: 'probe',
    title: 'UDP probe across the veth pair, from the intended send time',
    metrics: PROBE,
    rows: 'rules',
    columns: ['possibleCpus', 'path', 'runEstimation'],
  },
  {
    name: 'softirq',
    title: 'Softirqs during the probe',
    metrics: [
      'timer_softirqs_cpu0',
      'timer_softirqs_cpu1',
      'softirq_share_cpu0',
      'softirq_share_cpu1',
      'softirq_share_mean',
    ],
    rows: 'rules',
    columns: ['path', 'runEstimation'],
    where: { lane: 'real' },
  },
  { name: 'load', title: 'Loading rules', metrics: ['load_time'], rows: 'rules', columns: ['variant'] },
  { name: 'memory', title: 'Memory', metrics: MEMORY, rows: 'rules', columns: [] },
];

export const figures: FigureSpec[] = [
  {
    name: 'timer-duration',
    title: 'estimation_timer by rules and possible CPUs',
    metric: 'estimation_timer_duration',
    x: 'rules',
    series: ['possibleCpus'],
    where: { runEstimation: 1 },
  },
  {
    name: 'probe-max',
    title: 'Latest packet by rules, path and run_estimation',
    metric: 'probe_latency_max',
    x: 'rules',
    series: ['path', 'runEstimation'],
    panels: 'possibleCpus',
    yScale: 'log',
  },
  {
    name: 'probe-p99',
    title: 'UDP probe p99 by rules, path and run_estimation',
    metric: 'probe_latency_p99',
    x: 'rules',
    series: ['path', 'runEstimation'],
    panels: 'possibleCpus',
    yScale: 'log',
  },
];
