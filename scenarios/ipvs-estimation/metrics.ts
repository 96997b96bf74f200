import {
  MEMORY_METRICS,
  type Metric,
  metric,
  softirqsBetween,
  softirqsInWindows,
} from '../../harness/index.js';

const latency = (name: string, title: string): Metric => metric(name, 'ns', title);
/** Where single packets, ticks or runs of the timer fall differs from boot to boot even on a instruction clock: it decides these. */
const nondeterministic = true;
const ofPackets = (name: string, title: string): Metric => metric(name, 'ns', title, { nondeterministic });
const share = (name: string, title: string, better: Metric['better'] = 'lower'): Metric =>
  metric(name, 'share', title, { better, nondeterministic });
const ratio = (name: string, title: string): Metric => metric(name, 'ratio', title);

/** CPUs that the paths lie across, which are all that a guest has online; what others of a larger machine do is not theirs. */
const PATH_CPUS = [0, 1];
export const softirqs = softirqsBetween(PATH_CPUS, 'during a probe');
export const windows = softirqsInWindows(PATH_CPUS, 100);

const timerMetrics = [
  latency('estimation_timer_duration', 'one run of estimation_timer'),
  metric('estimation_timer_period', 'ns', 'from one run to the next', { better: 'neither' }),
];

const probeMetrics = [
  latency('probe_latency_p50', 'UDP round trip from the intended send time, p50'),
  ofPackets('probe_latency_p90', 'UDP round trip, p90'),
  ofPackets('probe_latency_p99', 'UDP round trip, p99'),
  ofPackets('probe_latency_p999', 'UDP round trip, p99.9'),
  ofPackets('probe_latency_max', 'UDP round trip, max'),
  share('probe_late_share', 'packets later than 50 ms, or lost'),
  metric('probe_lost', 'count', 'packets lost'),
  ofPackets('probe_latency', 'UDP round trip of each packet'),
  ...softirqs.metrics,
];

const priceMetrics = [
  metric(
    'estimation_thread_share',
    'share',
    'share of one CPU that estimation threads take (Linux 6.2 and later)',
  ),
  metric('service_rate', 'count', 'datagrams a second that ipvsadm shows of a service that gets about 50', {
    better: 'higher',
    nondeterministic,
  }),
  // The timer runs every 2 s, and steps begin at multiples of 1.024 s: whether it runs once while rules are loaded is worth
  // 14 % of the time that 79,001 rules take on 32 CPUs.
  ofPackets('load_time', 'time to load the rules above the level below'),
];

/** What the packets' way tells, as `diagnosis/packet-path.ts` measures it. */
export const pathMetrics = [
  latency('path_gap_max', 'longest wait of a probe between two stack functions'),
  metric('path_late_probes', 'count', 'probes that waited 50 ms or longer between two stack functions', {
    nondeterministic,
  }),
  share(
    'late_within_timer',
    'of late probes, those whose wait lay within a run of the timer on its CPU',
    'neither',
  ),
  share('ontime_within_timer', 'the same of the other probes', 'neither'),
  share('late_on_timer_cpu', 'of late probes, those whose wait ended on the timer’s CPU', 'neither'),
  share('late_in_softirq', 'of late probes, those whose wait ended there in a softirq', 'neither'),
];

export const agreementMetrics = [
  share(
    'paths_seen_by_both',
    'packets that tracefs and bpftrace both saw, of all that either saw',
    'neither',
  ),
  latency('path_gap_difference', 'how far the longest waits differ between the two, median'),
  share('path_same_hop', 'packets that waited longest in the same hop for both', 'neither'),
];

export const requestMetrics = [
  latency('tcp_latency_p50', 'TCP request from the intended send time, p50'),
  latency('tcp_latency_p99', 'TCP request, p99'),
  latency('tcp_latency_max', 'TCP request, max'),
  share('request_error_share', 'HTTP-like requests not answered within 50 ms'),
];

export const metrics: Metric[] = [
  ...timerMetrics,
  ...probeMetrics,
  ...priceMetrics,
  ...pathMetrics,
  ratio('path_overhead', 'UDP round trip p50 with every packet traced, over without'),
  ...agreementMetrics,
  ratio('bpftrace_overhead', 'UDP round trip p50 with every packet traced by bpftrace, over without'),
  ...windows.metrics,
  ratio('windows_overhead', 'UDP round trip p50 with /proc/stat read every 100 ms, over without'),
  ...requestMetrics,
  share('request_in_time_share', 'HTTP-like requests answered within 50 ms', 'higher'),
  share('timer_softirq_stack_share', "run_timer_softirq: share of CPU 0's samples that are not idle"),
  share('estimation_timer_stack_share', "estimation_timer: share of CPU 0's samples that are not idle"),
  share('estimation_thread_stack_share', "the estimation thread: share of CPU 0's samples that are not idle"),
  ...MEMORY_METRICS,
];
