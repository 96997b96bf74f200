import {
  above,
  below,
  between,
  type Claim,
  cell,
  claimsOf,
  growth,
  ratio,
  slope,
} from '../../harness/index.js';

const { shape, absolute } = claimsOf(
  'the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n',
);
const { shape: ours } = claimsOf('the control of this harness');
const { shape: ofKnob } = claimsOf('net.ipv4.vs.run_estimation, Linux 5.16 and later');

const DURATION = 'estimation_timer_duration';
const P99 = 'probe_latency_p99';
const LATE = 'probe_late_share';
const TAIL = ['probe_latency_max', 'probe_latency_p50'] as const;

const estimating = { run_estimation: 'on' } as const;
const unloaded = { rules: 0, ...estimating } as const;
const loaded = { rules: 79001, ...estimating, mitigation: null } as const;
const published = { ...loaded, possibleCpus: 80 } as const;
/** Two CPUs, the timer's receives. */
const suffering = { ...loaded, path: 'receiver' } as const;
const spared = { ...loaded, path: 'away' } as const;
/** One CPU: the instruction clock's only path, at the published node's possible CPUs. */
const alone = { ...published, path: 'same' } as const;
const threads = { ...suffering, mitigation: 'threads' } as const;

/** As diagnoses sample, with estimation on, whether or not the kernel has a knob for it. */
const sampled = { rules: 79001 } as const;
/** Steered to the timer's CPU, the packet itself waits there. */
const steered = { ...sampled, path: 'rps' } as const;
/** The packet is received elsewhere, and the process waits for the timer's CPU. */
const receiver = { ...sampled, path: 'receiver' } as const;
const away = { ...sampled, path: 'away' } as const;

/** Rows of one letter's suffix answer the published claim by another path, knob or measure. */
export const claims: Claim[] = [
  absolute(
    'B1',
    'a packet crossing veth waits: the latest of the probe',
    cell('probe_latency_max', suffering),
    '201,800,330 ns between two stack functions',
  ),
  shape(
    'B1s',
    'tail ≫ median: the latest packet over the median, receiver on the timer’s CPU',
    ratio(TAIL, suffering),
    above(10),
  ),
  ours(
    'B1e',
    'the same on one CPU, 80 possible: the latest packet over the median',
    ratio(TAIL, alone),
    above(10),
  ),
  ours(
    'B1c',
    'it is that CPU: p99 with the receiver on it, over the control away from it',
    ratio(P99, suffering, spared),
    above(3),
  ),
  absolute(
    'B1g',
    'a packet crossing veth waits: the longest gap between two stack functions',
    cell('path_gap_max', steered),
    '201,800,330 ns between two stack functions',
  ),
  shape(
    'B2',
    'the delayed hop runs in softirq on one CPU: share of late probes whose wait ends so, on the timer’s CPU',
    cell('late_in_softirq', steered),
    above(0.9),
    'CPU 32, ksoftirqd',
  ),
  ours(
    'B2r',
    'with the receiving process on that CPU its wake-up waits there: share of late probes',
    cell('late_on_timer_cpu', receiver),
    above(0.9),
  ),
  shape(
    'B2c',
    'it is that function: share of late probes whose wait lay within a run of estimation_timer on that CPU',
    cell('late_within_timer', steered),
    above(0.9),
    'concluded from ftrace and livepatching, no figure',
  ),
  ours(
    'B2n',
    'and no coincidence: the same share of the probes that were on time',
    cell('ontime_within_timer', steered),
    below(0.1),
  ),
  shape(
    'B3',
    'softirq share of the timer’s CPU over the mean of all CPUs, which hides it',
    ratio(['softirq_share_cpu0', 'softirq_share_mean'], spared),
    // Of two CPUs the mean can be half of one at the least.
    above(1.5),
    '29.1 % si on CPU 32; 0.25 % of 80 CPUs',
  ),
  shape(
    'B3w',
    'softirq share of the timer’s CPU in the busiest 100 ms, over the mean of all CPUs and all windows',
    ratio(['softirq_window_max_cpu0', 'softirq_window_mean'], away),
    above(1.5),
    '29.1 % si on CPU 32 now and then; 0.25 % of 80 CPUs',
  ),
  shape(
    'B4',
    'perf on that CPU: run_timer_softirq dominates: share of the samples that are not idle',
    cell('timer_softirq_stack_share', sampled),
    above(0.5),
    'flame graph, no figure',
  ),
  shape(
    'B4e',
    'and in it estimation_timer: share of the samples that are not idle',
    cell('estimation_timer_stack_share', sampled),
    above(0.5),
    'flame graph, no figure',
  ),
  shape(
    'B5',
    'TIMER softirqs are not more frequent on that CPU: with 79,001 rules over none',
    ratio('timer_softirqs_cpu0', loaded, { ...unloaded, mitigation: null }),
    below(1.5),
    'not frequent (/proc/softirqs, no figure)',
  ),
  absolute(
    'B6',
    'one run of estimation_timer at 79,001 rules and 80 possible CPUs',
    cell(DURATION, published),
    '310 ms at about 79,004 rules',
  ),
  shape(
    'B6s',
    'it grows with the rules: ns per rule',
    slope(DURATION, 'rules', estimating),
    above(0),
    'about 3,924 ns at 80 CPUs (310 ms / 79,004)',
  ),
  shape('B6l', 'it grows linearly: the model that BIC prefers', growth(DURATION, 'rules', estimating), {
    is: 'one of',
    models: ['linear'],
  }),
  shape(
    'B7',
    'it is called every 2 s: from one run to the next, without rules',
    cell('estimation_timer_period', unloaded),
    // The timer wheel rounds up by at most an eighth of the level's span: 64 ms at 250 Hz.
    between(2e9, 2.064e9),
    '2 s (kernel source)',
  ),
  shape(
    'B8',
    'livepatching estimation_timer to an empty function ends the delay',
    ratio(P99, { ...suffering, mitigation: 'livepatch' }, suffering),
    below(0.5),
    'done in production',
  ),
  ours(
    'B8p',
    'the same on one CPU, 80 possible',
    ratio(P99, { ...alone, mitigation: 'livepatch' }, alone),
    below(0.5),
  ),
  ofKnob(
    'B8r',
    'turning estimation off ends it: p99 with run_estimation = 0 over run_estimation = 1',
    ratio(P99, { ...suffering, run_estimation: 'off' }, suffering),
    below(0.5),
  ),
  ofKnob(
    'B8e',
    'the same on one CPU, 80 possible',
    ratio(P99, { ...alone, run_estimation: 'off' }, alone),
    below(0.5),
  ),
  shape(
    'B9',
    'estimation in a kernel thread ends it (Linux 6.2 and later): p99 with the receiver on CPU 0, with 79,001 rules over none',
    ratio(P99, threads, { ...threads, rules: 0 }),
    below(3),
    'proposed',
  ),
  shape('B9a', 'the same in ms: p99', cell(P99, threads), below(50e6), 'proposed'),
  shape(
    'B10',
    'users saw errors: share of packets later than 50 ms, receiver on the timer’s CPU',
    cell(LATE, suffering),
    above(0.0001),
    '0.01 to 0.04 % of requests in containers, 0.001 % on VMs',
  ),
  ours('B10e', 'the same on one CPU, 80 possible', cell(LATE, alone), above(0.0001)),
  ours(
    'B10t',
    'TCP suffers too: p99 of requests, receiver on the timer’s CPU over away from it',
    ratio('tcp_latency_p99', receiver, away),
    above(3),
  ),
  shape(
    'B10h',
    'users see errors: HTTP-like requests answered within 50 ms, receiver on the timer’s CPU over away from it',
    // Of the answered, because without errors away from it a ratio of errors has no value.
    ratio('request_in_time_share', receiver, away),
    below(0.9999),
    '0.01 to 0.04 % errors in containers, 0.001 % on VMs',
  ),
];
