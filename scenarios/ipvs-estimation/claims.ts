import { above, below, between, cell, exponent, ratio, saidBy, slope } from '../../harness/index.js';

const wrote = saidBy('the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n');
const control = saidBy('the control of this harness');
const knob = saidBy('net.ipv4.vs.run_estimation, Linux 5.16 and later');

const DURATION = 'estimation_timer_duration';
const LATE = 'probe_late_share';
const P99 = 'probe_latency_p99';
const TAIL = ['probe_latency_max', 'probe_latency_p50'] as const;

const on = { run_estimation: 'on' } as const;
const none = { ...on, rules: 0 } as const;
const loaded = { ...on, rules: 79001, mitigation: null } as const;
const reference = { ...loaded, possibleCpus: 80 } as const;
/** Two CPUs, the timer's receives. */
const suffering = { ...loaded, path: 'receiver' } as const;
const spared = { ...loaded, path: 'away' } as const;
const threads = { ...suffering, mitigation: 'threads' } as const;
/** One CPU: the instruction clock's only path, at the published node's possible CPUs. */
const alone = { ...reference, path: 'same' } as const;
const alonePatched = { ...alone, mitigation: 'livepatch' } as const;
const aloneOff = { ...alone, run_estimation: 'off' } as const;

/** As diagnoses look, with estimation on, whether or not the kernel has a knob for it. */
const top = { rules: 79001 } as const;
/** Steered to the timer's CPU, the packet itself waits there. */
const steered = { ...top, path: 'rps' } as const;
/** The packet is received elsewhere, and the process waits for the timer's CPU. */
const receiver = { ...top, path: 'receiver' } as const;
const away = { ...top, path: 'away' } as const;

/** Rows of one letter's suffix answer the published claim by another path, knob or measure. */
export const claims = [
  wrote('B1', 'a packet crossing veth waits: the latest of the probe')
    .published('201,800,330 ns between two stack functions')
    .absolute(cell('probe_latency_max', suffering)),
  wrote('B1s', 'tail ≫ median: the latest packet over the median, receiver on the timer’s CPU').holds(
    ratio(TAIL, suffering),
    above(10),
  ),
  control('B1e', 'the same on one CPU, 80 possible: the latest packet over the median').holds(
    ratio(TAIL, alone),
    above(10),
  ),
  control('B1c', 'it is that CPU: p99 with the receiver on it, over the control away from it').holds(
    ratio(P99, suffering, spared),
    above(3),
  ),
  wrote('B1g', 'a packet crossing veth waits: the longest gap between two stack functions')
    .published('201,800,330 ns between two stack functions')
    .absolute(cell('path_gap_max', steered)),
  wrote(
    'B2',
    'the delayed hop runs in softirq on one CPU: share of late probes whose wait ends so, on the timer’s CPU',
  )
    .published('CPU 32, ksoftirqd')
    .holds(cell('late_in_softirq', steered), above(0.9)),
  control(
    'B2r',
    'with the receiving process on that CPU its wake-up waits there: share of late probes',
  ).holds(cell('late_on_timer_cpu', receiver), above(0.9)),
  wrote(
    'B2c',
    'it is that function: share of late probes whose wait lay within a run of estimation_timer on that CPU',
  )
    .published('concluded from ftrace and livepatching, no figure')
    .holds(cell('late_within_timer', steered), above(0.9)),
  control('B2n', 'and no coincidence: the same share of the probes that were on time').holds(
    cell('ontime_within_timer', steered),
    below(0.1),
  ),
  wrote('B3', 'softirq share of the timer’s CPU over the mean of all CPUs, which hides it')
    .published('29.1 % si on CPU 32; 0.25 % of 80 CPUs')
    // Of two CPUs the mean can be half of one at the least.
    .holds(ratio(['softirq_share_cpu0', 'softirq_share_mean'], spared), above(1.5)),
  wrote(
    'B3w',
    'softirq share of the timer’s CPU in the busiest 100 ms, over the mean of all CPUs and all windows',
  )
    .published('29.1 % si on CPU 32 now and then; 0.25 % of 80 CPUs')
    .holds(ratio(['softirq_window_max_cpu0', 'softirq_window_mean'], away), above(1.5)),
  wrote('B4', 'perf on that CPU: run_timer_softirq dominates: share of the samples that are not idle')
    .published('flame graph, no figure')
    .holds(cell('timer_softirq_stack_share', top), above(0.5)),
  wrote('B4e', 'and in it estimation_timer: share of the samples that are not idle')
    .published('flame graph, no figure')
    .holds(cell('estimation_timer_stack_share', top), above(0.5)),
  wrote('B5', 'TIMER softirqs are not more frequent on that CPU: with 79,001 rules over none')
    .published('not frequent (/proc/softirqs, no figure)')
    .holds(ratio('timer_softirqs_cpu0', loaded, { ...none, mitigation: null }), below(1.5)),
  wrote('B6', 'one run of estimation_timer at 79,001 rules and 80 possible CPUs')
    .published('310 ms at about 79,004 rules')
    .absolute(cell(DURATION, reference)),
  wrote('B6s', 'it grows with the rules: ns per rule')
    .published('about 3,924 ns at 80 CPUs (310 ms / 79,004)')
    .holds(slope(DURATION, 'rules', on), above(0)),
  wrote('B6l', 'it grows linearly: the exponent of the rules').holds(
    exponent(DURATION, 'rules', on),
    between(0.9, 1.1),
  ),
  wrote('B7', 'it is called every 2 s: from one run to the next, without rules')
    .published('2 s (kernel source)')
    // The timer wheel rounds up by at most an eighth of the level's span: 64 ms at 250 Hz.
    .holds(cell('estimation_timer_period', none), between(2e9, 2.064e9)),
  wrote('B8', 'livepatching estimation_timer to an empty function ends the delay')
    .published('done in production')
    .holds(ratio(P99, { ...suffering, mitigation: 'livepatch' }, suffering), below(0.5)),
  control('B8p', 'the same on one CPU, 80 possible').holds(ratio(P99, alonePatched, alone), below(0.5)),
  knob('B8r', 'turning estimation off ends it: p99 with run_estimation = 0 over run_estimation = 1').holds(
    ratio(P99, { ...suffering, run_estimation: 'off' }, suffering),
    below(0.5),
  ),
  knob('B8e', 'the same on one CPU, 80 possible').holds(ratio(P99, aloneOff, alone), below(0.5)),
  wrote(
    'B9',
    'estimation in a kernel thread ends it (Linux 6.2 and later): p99 with the receiver on CPU 0, with 79,001 rules over none',
  )
    .published('proposed')
    .holds(ratio(P99, threads, { ...threads, rules: 0 }), below(3)),
  wrote('B9a', 'the same in ms: p99').published('proposed').holds(cell(P99, threads), below(50e6)),
  wrote('B10', 'users saw errors: share of packets later than 50 ms, receiver on the timer’s CPU')
    .published('0.01 to 0.04 % of requests in containers, 0.001 % on VMs')
    .holds(cell(LATE, suffering), above(0.0001)),
  control('B10e', 'the same on one CPU, 80 possible').holds(cell(LATE, alone), above(0.0001)),
  control('B10t', 'TCP suffers too: p99 of requests, receiver on the timer’s CPU over away from it').holds(
    ratio('tcp_latency_p99', receiver, away),
    above(3),
  ),
  wrote(
    'B10h',
    'users see errors: HTTP-like requests answered within 50 ms, receiver on the timer’s CPU over away from it',
  )
    // Of the answered, because without errors away from it a ratio of errors has no value.
    .published('0.01 to 0.04 % errors in containers, 0.001 % on VMs')
    .holds(ratio('request_in_time_share', receiver, away), below(0.9999)),
];
