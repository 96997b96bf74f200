import { MEMORY_METRICS, type Metric, type TableSpec, table } from '../../harness/index.js';
import { agreementMetrics, pathMetrics, windows } from './metrics.js';

const namesOf = (metrics: readonly Metric[]): string[] => metrics.map(({ name }) => name);
/** All quantiles stand in summary.csv; a table each would bury the report. */
const PROBE = ['probe_latency_p50', 'probe_latency_p99', 'probe_latency_max', 'probe_late_share'];
const TIMER_SOFTIRQS = ['timer_softirqs_cpu0', 'timer_softirqs_cpu1'];
const SOFTIRQ_SHARES = ['softirq_share_cpu0', 'softirq_share_cpu1', 'softirq_share_mean'];
const REQUESTS = ['tcp_latency_p50', 'tcp_latency_p99', 'tcp_latency_max', 'request_error_share'];
const COSTS = ['path_overhead', 'windows_overhead', 'bpftrace_overhead', ...namesOf(agreementMetrics)];
const WAITS = namesOf(pathMetrics);
const ON_PATHS = ['path', 'run_estimation'];
const TREATED = ['possibleCpus', ...ON_PATHS];

const ofTimer = (name: string, title: string, metric: string): TableSpec =>
  table(name, title, [metric], 'rules', ['possibleCpus', 'run_estimation']);
/** At the highest level. */
const byPath = (name: string, title: string, metrics: readonly string[]): TableSpec =>
  table(name, title, metrics, 'path', ['rules']);

export const tables: TableSpec[] = [
  ofTimer('timer-duration', 'One run of estimation_timer', 'estimation_timer_duration'),
  ofTimer('timer-period', 'From one run to the next', 'estimation_timer_period'),
  table('probe', 'UDP probe across the veth pair', PROBE, 'rules', TREATED, {
    mitigation: null,
  }),
  table(
    'mitigations',
    'UDP probe and rates under mitigations',
    [...PROBE, 'estimation_thread_share', 'service_rate'],
    'mitigation',
    TREATED,
    { rules: 79001 },
  ),
  table('softirq', 'Softirqs during the probe', [...TIMER_SOFTIRQS, ...SOFTIRQ_SHARES], 'rules', ON_PATHS, {
    clock: 'wall',
    mitigation: null,
  }),
  byPath('packet-path', 'Where probes wait, and for what', WAITS),
  byPath('softirq-windows', 'Softirqs in windows of 100 ms', namesOf(windows.metrics)),
  byPath('requests', 'Requests over TCP, and with a deadline', REQUESTS),
  byPath('packet-probes', 'Cost and agreement of the probes', COSTS),
  table('load', 'Loading rules', ['load_time'], 'rules', ['variant']),
  table('memory', 'Memory', namesOf(MEMORY_METRICS), 'rules'),
];
