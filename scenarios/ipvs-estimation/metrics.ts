import {
  MEMORY_METRICS,
  type Metric,
  metric,
  softirqsBetween,
  softirqsInWindows,
  timelyRequests,
  timerRuns,
  UDP_METRICS,
} from '../../harness/index.js';

/** Where single packets or runs of the timer fall differs from boot to boot even on a instruction clock: it decides these. */
const nondeterministic = true;
const latency = (name: string, title: string): Metric => metric(name, 'ns', title);
const proportion = (name: string, title: string): Metric =>
  metric(name, 'share', title, { better: 'neither', nondeterministic });
const ofTimerCpu = (name: string, what: string): Metric =>
  metric(name, 'share', `${what}: share of CPU 0's samples that are not idle`, { nondeterministic });
const cost = (name: string, title: string): Metric =>
  metric(name, 'ratio', `UDP round trip p50 with ${title}, over without`);

/** CPUs that the paths lie across, which are all that a guest has online; what others of a larger machine do is not theirs. */
const PATH_CPUS = [0, 1];
export const timer = timerRuns('estimation_timer');
export const softirqs = softirqsBetween(PATH_CPUS, 'during a probe');
export const windows = softirqsInWindows(PATH_CPUS, 100);
/** The threshold of a late packet, as a client's time-out. */
export const DEADLINE_MS = 50;
export const requests = timelyRequests(DEADLINE_MS);

/** The packets' way. */
export const pathMetrics = [
  latency('path_gap_max', 'longest wait of a probe between two stack functions'),
  metric('path_late_probes', 'count', 'probes that waited 50 ms or longer between two stack functions', {
    nondeterministic,
  }),
  proportion(
    'late_within_timer',
    'of late probes, those whose wait lay within a run of the timer on its CPU',
  ),
  proportion('ontime_within_timer', 'the same of the other probes'),
  proportion('late_on_timer_cpu', 'of late probes, those whose wait ended on the timer’s CPU'),
  proportion('late_in_softirq', 'of late probes, those whose wait ended there in a softirq'),
];

/** The same packets as tracefs and bpftrace see them. */
export const agreementMetrics = [
  proportion('paths_seen_by_both', 'packets that tracefs and bpftrace both saw, of all that either saw'),
  latency('path_gap_difference', 'how far the longest waits differ between the two, median'),
  proportion('path_same_hop', 'packets that waited longest in the same hop for both'),
];

export const metrics: Metric[] = [
  ...timer.metrics,
  ...UDP_METRICS,
  ...softirqs.metrics,
  metric(
    'estimation_thread_share',
    'share',
    'share of one CPU that estimation threads take (Linux 6.2 and later)',
  ),
  metric('service_rate', 'count', 'datagrams a second that ipvsadm shows (of 50)', {
    better: 'higher',
    nondeterministic,
  }),
  // The timer runs every 2 s, and steps begin at multiples of 1.024 s: whether it runs once while rules are loaded is worth
  // 14 % of the time that 79,001 rules take on 32 CPUs.
  metric('load_time', 'ns', 'time to load the rules above the level below', { nondeterministic }),
  ...pathMetrics,
  cost('path_overhead', 'every packet traced'),
  ...agreementMetrics,
  cost('bpftrace_overhead', 'every packet traced by bpftrace'),
  ...windows.metrics,
  cost('windows_overhead', '/proc/stat read every 100 ms'),
  ...requests.metrics,
  ofTimerCpu('timer_softirq_stack_share', 'run_timer_softirq'),
  ofTimerCpu('estimation_timer_stack_share', 'estimation_timer'),
  ofTimerCpu('estimation_thread_stack_share', 'the estimation thread'),
  ...MEMORY_METRICS,
];
