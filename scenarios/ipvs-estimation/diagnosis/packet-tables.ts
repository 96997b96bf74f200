import type { TableSpec } from '../../../harness/index.js';

/** Rows by path, at the highest level. */
export const packetTables: TableSpec[] = [
  {
    name: 'packet-path',
    title: 'Where probes wait on their way, and whether the timer runs meanwhile',
    metrics: [
      'path_gap_max',
      'path_late_probes',
      'late_within_timer',
      'ontime_within_timer',
      'late_on_timer_cpu',
      'late_in_softirq',
    ],
    rows: 'path',
    columns: ['rules'],
  },
  {
    name: 'softirq-windows',
    title: 'Softirqs in windows of 100 ms',
    metrics: [
      'softirq_window_max_cpu0',
      'softirq_window_max_cpu1',
      'softirq_window_max_mean',
      'softirq_window_mean',
    ],
    rows: 'path',
    columns: ['rules'],
  },
  {
    name: 'requests',
    title: 'Requests over TCP, and HTTP-like ones with a deadline of 50 ms',
    metrics: ['tcp_latency_p50', 'tcp_latency_p99', 'tcp_latency_max', 'request_error_share'],
    rows: 'path',
    columns: ['rules'],
  },
  {
    name: 'packet-probes',
    title: 'What the probes themselves cost, and whether two of them agree',
    metrics: [
      'path_overhead',
      'windows_overhead',
      'bpftrace_overhead',
      'paths_seen_by_both',
      'path_gap_difference',
      'path_same_hop',
    ],
    rows: 'path',
    columns: ['rules'],
  },
];
