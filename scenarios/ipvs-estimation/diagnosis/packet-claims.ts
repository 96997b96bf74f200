import type { Claim } from '../../../harness/index.js';

const source = 'the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n';
const ours = 'the control of this harness';

const top = { rules: 79001 } as const;
/** Steered to the timer's CPU, the packet itself waits there. */
const steered = { ...top, path: 'rps' } as const;
/** The packet is received elsewhere, and the process waits for the timer's CPU. */
const receiver = { ...top, path: 'receiver' } as const;
const away = { ...top, path: 'away' } as const;
const NEARLY_ALL = { is: 'above', bound: 0.9 } as const;

/** One packet's way, hop by hop. */
export const pathClaims: Claim[] = [
  {
    id: 'B1g',
    statement: 'a packet crossing veth waits: the longest gap between two stack functions',
    published: '201,800,330 ns between two stack functions',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'path_gap_max', where: steered },
  },
  {
    id: 'B2',
    statement:
      'the delayed hop runs in softirq on one CPU: share of late probes whose wait ends so, on the timer’s CPU',
    published: 'CPU 32, ksoftirqd',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'late_in_softirq', where: steered },
    holds: NEARLY_ALL,
  },
  {
    id: 'B2r',
    statement: 'with the receiving process on that CPU its wake-up waits there: share of late probes',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'cell', metric: 'late_on_timer_cpu', where: receiver },
    holds: NEARLY_ALL,
  },
  {
    id: 'B2c',
    statement:
      'it is that function: share of late probes whose wait lay within a run of estimation_timer on that CPU',
    published: 'concluded from ftrace and livepatching, no figure',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'late_within_timer', where: steered },
    holds: NEARLY_ALL,
  },
  {
    id: 'B2n',
    statement: 'and no coincidence: the same share of the probes that were on time',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'cell', metric: 'ontime_within_timer', where: steered },
    holds: { is: 'below', bound: 0.1 },
  },
];

export const windowClaims: Claim[] = [
  {
    id: 'B3w',
    statement:
      'softirq share of the timer’s CPU in the busiest 100 ms, over the mean of all CPUs and all windows',
    published: '29.1 % si on CPU 32 now and then; 0.25 % of 80 CPUs',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'softirq_window_max_cpu0',
      underMetric: 'softirq_window_mean',
      over: away,
      under: away,
    },
    holds: { is: 'above', bound: 1.5 },
  },
];

/** What users send. */
export const requestClaims: Claim[] = [
  {
    id: 'B10t',
    statement: 'TCP suffers too: p99 of requests, receiver on the timer’s CPU over away from it',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'ratio', metric: 'tcp_latency_p99', over: receiver, under: away },
    holds: { is: 'above', bound: 3 },
  },
  {
    id: 'B10h',
    statement:
      'users see errors: HTTP-like requests answered within 50 ms, receiver on the timer’s CPU over away from it',
    published: '0.01 to 0.04 % errors in containers, 0.001 % on VMs',
    kind: 'shape',
    source,
    // Of the answered, because without errors away from it a ratio of errors has no value.
    measure: { type: 'ratio', metric: 'request_in_time_share', over: receiver, under: away },
    holds: { is: 'below', bound: 0.9999 },
  },
];
