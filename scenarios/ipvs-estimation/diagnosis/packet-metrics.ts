import type { Metric } from '../../../harness/index.js';

const share = (name: string, better: Metric['better'], title: string): Metric => ({
  name,
  unit: 'share',
  better,
  nondeterministic: true,
  title,
});
const ns = (name: string, title: string): Metric => ({ name, unit: 'ns', better: 'lower', title });
const ratio = (name: string, title: string): Metric => ({ name, unit: 'ratio', better: 'lower', title });

/** What packet-path.ts, softirq-windows.ts and requests.ts measure. */
export const packetMetrics: Metric[] = [
  ns('path_gap_max', 'longest wait of a probe between two stack functions'),
  {
    name: 'path_late_probes',
    unit: 'count',
    better: 'lower',
    nondeterministic: true,
    title: 'probes that waited 50 ms or longer between two stack functions',
  },
  share(
    'late_within_timer',
    'neither',
    'of late probes, those whose wait lay within a run of the timer on its CPU',
  ),
  share('ontime_within_timer', 'neither', 'the same of the other probes'),
  share('late_on_timer_cpu', 'neither', 'of late probes, those whose wait ended on the timer’s CPU'),
  share('late_in_softirq', 'neither', 'of late probes, those whose wait ended there in a softirq'),
  ratio('path_overhead', 'UDP round trip p50 with every packet traced, over without'),
  share(
    'paths_seen_by_both',
    'neither',
    'packets that tracefs and bpftrace both saw, of all that either saw',
  ),
  ns('path_gap_difference', 'how far the longest waits differ between the two, median'),
  share('path_same_hop', 'neither', 'packets that waited longest in the same hop for both'),
  ratio('bpftrace_overhead', 'UDP round trip p50 with every packet traced by bpftrace, over without'),
  share('softirq_window_max_cpu0', 'lower', 'softirq share of CPU 0 in the busiest 100 ms'),
  share('softirq_window_max_cpu1', 'lower', 'softirq share of CPU 1 in the busiest 100 ms'),
  share('softirq_window_max_mean', 'lower', 'softirq share, mean of all CPUs, in the busiest 100 ms'),
  share('softirq_window_mean', 'lower', 'softirq share, mean of all CPUs and windows'),
  ratio('windows_overhead', 'UDP round trip p50 with /proc/stat read every 100 ms, over without'),
  ns('tcp_latency_p50', 'TCP request from the intended send time, p50'),
  ns('tcp_latency_p99', 'TCP request, p99'),
  ns('tcp_latency_max', 'TCP request, max'),
  share('request_error_share', 'lower', 'HTTP-like requests not answered within 50 ms'),
  share('request_in_time_share', 'higher', 'HTTP-like requests answered within 50 ms'),
];
