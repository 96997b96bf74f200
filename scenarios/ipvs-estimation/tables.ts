import { MEMORY_METRICS, type TableSpec } from '../../harness/index.js';
import { packetTables } from './diagnosis/packet-tables.js';

const MEMORY = MEMORY_METRICS.map(({ name }) => name);
/** All quantiles stand in summary.csv; a table each would bury the report. */
const PROBE = ['probe_latency_p50', 'probe_latency_p99', 'probe_latency_max', 'probe_late_share'];

export const tables: TableSpec[] = [
  {
    name: 'timer-duration',
    title: 'One run of estimation_timer',
    metrics: ['estimation_timer_duration'],
    rows: 'rules',
    columns: ['possibleCpus', 'run_estimation'],
  },
  {
    name: 'timer-period',
    title: 'From one run to the next',
    metrics: ['estimation_timer_period'],
    rows: 'rules',
    columns: ['possibleCpus', 'run_estimation'],
  },
  {
    name: 'probe',
    title: 'UDP probe across the veth pair, from the intended send time',
    metrics: PROBE,
    rows: 'rules',
    columns: ['possibleCpus', 'path', 'run_estimation'],
    where: { mitigation: null },
  },
  {
    name: 'mitigations',
    title: 'UDP probe under mitigations, and whether rates still move',
    metrics: [...PROBE, 'estimation_thread_share', 'service_rate'],
    rows: 'mitigation',
    columns: ['possibleCpus', 'path', 'run_estimation'],
    where: { rules: 79001 },
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
    columns: ['path', 'run_estimation'],
    where: { clock: 'wall', mitigation: null },
  },
  ...packetTables,
  { name: 'load', title: 'Loading rules', metrics: ['load_time'], rows: 'rules', columns: ['variant'] },
  { name: 'memory', title: 'Memory', metrics: MEMORY, rows: 'rules', columns: [] },
];
