import type { Claim } from '../../harness/index.js';
import { pathClaims, requestClaims, windowClaims } from './diagnosis/packet-claims.js';
import { timerGraphClaims } from './diagnosis/timer-graph-claims.js';

const source = 'the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n';
const ours = 'the control of this harness';

const top = { rules: 79001, run_estimation: 'on', mitigation: null } as const;
const reference = { ...top, possibleCpus: 80 } as const;
/** Two CPUs, the timer's receives. */
const suffering = { ...top, path: 'receiver' } as const;
/** One CPU: the instruction clock's only path, at the published node's possible CPUs. */
const alone = { ...reference, path: 'same' } as const;
const FAR_BEYOND = { is: 'above', bound: 10 } as const;
const HALVED = { is: 'below', bound: 0.5 } as const;

/** Rows of one letter's suffix answer the published claim by another path, knob or measure. */
export const claims: Claim[] = [
  {
    id: 'B1',
    statement: 'a packet crossing veth waits: the latest of the probe',
    published: '201,800,330 ns between two stack functions',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'probe_latency_max', where: suffering },
  },
  {
    id: 'B1s',
    statement: 'tail ≫ median: the latest packet over the median, receiver on the timer’s CPU',
    published: '–',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_max',
      underMetric: 'probe_latency_p50',
      over: suffering,
      under: suffering,
    },
    holds: FAR_BEYOND,
  },
  {
    id: 'B1e',
    statement: 'the same on one CPU, 80 possible: the latest packet over the median',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_max',
      underMetric: 'probe_latency_p50',
      over: alone,
      under: alone,
    },
    holds: FAR_BEYOND,
  },
  {
    id: 'B1c',
    statement: 'it is that CPU: p99 with the receiver on it, over the control away from it',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: suffering,
      under: { ...suffering, path: 'away' },
    },
    holds: { is: 'above', bound: 3 },
  },
  ...pathClaims,
  {
    id: 'B3',
    statement: 'softirq share of the timer’s CPU over the mean of all CPUs, which hides it',
    published: '29.1 % si on CPU 32; 0.25 % of 80 CPUs',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'softirq_share_cpu0',
      underMetric: 'softirq_share_mean',
      over: { ...suffering, path: 'away' },
      under: { ...suffering, path: 'away' },
    },
    // Of two CPUs the mean can be half of one at the least.
    holds: { is: 'above', bound: 1.5 },
  },
  ...windowClaims,
  ...timerGraphClaims,
  {
    id: 'B5',
    statement: 'TIMER softirqs are not more frequent on that CPU: with 79,001 rules over none',
    published: 'not frequent (/proc/softirqs, no figure)',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'timer_softirqs_cpu0',
      over: top,
      under: { rules: 0, run_estimation: 'on', mitigation: null },
    },
    holds: { is: 'below', bound: 1.5 },
  },
  {
    id: 'B6',
    statement: 'one run of estimation_timer at 79,001 rules and 80 possible CPUs',
    published: '310 ms at about 79,004 rules',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'estimation_timer_duration', where: reference },
  },
  {
    id: 'B6s',
    statement: 'it grows with the rules: ns per rule',
    published: 'about 3,924 ns at 80 CPUs (310 ms / 79,004)',
    kind: 'shape',
    source,
    measure: {
      type: 'slope',
      metric: 'estimation_timer_duration',
      by: 'rules',
      where: { run_estimation: 'on' },
    },
    holds: { is: 'above', bound: 0 },
  },
  {
    id: 'B6l',
    statement: 'it grows linearly: the exponent of the rules',
    published: '–',
    kind: 'shape',
    source,
    measure: {
      type: 'exponent',
      metric: 'estimation_timer_duration',
      by: 'rules',
      where: { run_estimation: 'on' },
    },
    holds: { is: 'between', low: 0.9, high: 1.1 },
  },
  {
    id: 'B7',
    statement: 'it is called every 2 s: from one run to the next, without rules',
    published: '2 s (kernel source)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'estimation_timer_period', where: { rules: 0, run_estimation: 'on' } },
    // The timer wheel rounds up by at most an eighth of the level's span: 64 ms at 250 Hz.
    holds: { is: 'between', low: 2e9, high: 2.064e9 },
  },
  {
    id: 'B8',
    statement: 'livepatching estimation_timer to an empty function ends the delay',
    published: 'done in production',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...suffering, mitigation: 'livepatch' },
      under: suffering,
    },
    holds: HALVED,
  },
  {
    id: 'B8p',
    statement: 'the same on one CPU, 80 possible',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...alone, mitigation: 'livepatch' },
      under: alone,
    },
    holds: HALVED,
  },
  {
    id: 'B8r',
    statement: 'turning estimation off ends it: p99 with run_estimation = 0 over run_estimation = 1',
    published: '–',
    kind: 'shape',
    source: 'net.ipv4.vs.run_estimation, Linux 5.16 and later',
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...suffering, run_estimation: 'off' },
      under: suffering,
    },
    holds: HALVED,
  },
  {
    id: 'B8e',
    statement: 'the same on one CPU, 80 possible',
    published: '–',
    kind: 'shape',
    source: 'net.ipv4.vs.run_estimation, Linux 5.16 and later',
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...alone, run_estimation: 'off' },
      under: alone,
    },
    holds: HALVED,
  },
  {
    id: 'B9',
    statement:
      'estimation in a kernel thread ends it (Linux 6.2 and later): p99 with the receiver on CPU 0, with 79,001 rules over none',
    published: 'proposed',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: { ...suffering, mitigation: 'threads' },
      under: { ...suffering, rules: 0, mitigation: 'threads' },
    },
    holds: { is: 'below', bound: 3 },
  },
  {
    id: 'B9a',
    statement: 'the same in ms: p99',
    published: 'proposed',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'probe_latency_p99', where: { ...suffering, mitigation: 'threads' } },
    holds: { is: 'below', bound: 50e6 },
  },
  {
    id: 'B10',
    statement: 'users saw errors: share of packets later than 50 ms, receiver on the timer’s CPU',
    published: '0.01 to 0.04 % of requests in containers, 0.001 % on VMs',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'probe_late_share', where: suffering },
    holds: { is: 'above', bound: 0.0001 },
  },
  {
    id: 'B10e',
    statement: 'the same on one CPU, 80 possible',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'cell', metric: 'probe_late_share', where: alone },
    holds: { is: 'above', bound: 0.0001 },
  },
  ...requestClaims,
];
