import type { PublishedFigure } from '../../harness/index.js';

const source = 'the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n';

const reference = { rules: 79001, possibleCpus: 80, runEstimation: 1 } as const;
const suffering = { rules: 79001, path: 'receiver', runEstimation: 1 } as const;
const notYet = (what: string) =>
  ({ type: 'not-measured', why: `needs ${what}, which is not there yet` }) as const;

export const published: PublishedFigure[] = [
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
    statement: 'tail ≫ median: p99 with the receiver on the timer’s CPU, over the control away from it',
    published: '–',
    kind: 'shape',
    source: 'the control of this harness',
    measure: {
      type: 'ratio',
      metric: 'probe_latency_p99',
      over: suffering,
      under: { ...suffering, path: 'away' },
    },
  },
  {
    id: 'B2',
    statement: 'the delayed hop runs in softirq on one CPU',
    published: 'CPU 32, ksoftirqd',
    kind: 'shape',
    source,
    measure: notYet('the packet path probe'),
  },
  {
    id: 'B3',
    statement: 'softirq share of the timer’s CPU during the probe',
    published: '29.1 % si on CPU 32; 0.25 % of 80 CPUs',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'softirq_share_cpu0', where: { ...suffering, path: 'away' } },
  },
  {
    id: 'B4',
    statement: 'perf on that CPU: run_timer_softirq, and in it estimation_timer, dominate',
    published: 'flame graph, no figure',
    kind: 'shape',
    source,
    measure: notYet('the perf probe'),
  },
  {
    id: 'B5',
    statement: 'TIMER softirqs on the timer’s CPU during the probe',
    published: 'not frequent (/proc/softirqs, no figure)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'timer_softirqs_cpu0', where: { ...suffering, path: 'away' } },
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
    statement: 'it grows linearly: ns per rule at 80 possible CPUs',
    published: 'about 3,924 ns (310 ms / 79,004)',
    kind: 'shape',
    source,
    measure: {
      type: 'slope',
      metric: 'estimation_timer_duration',
      by: 'rules',
      where: { possibleCpus: 80, runEstimation: 1 },
    },
  },
  {
    id: 'B7',
    statement: 'it is called every 2 s (at rest between runs)',
    published: '2 s (kernel source)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'estimation_timer_period', where: { rules: 79001, runEstimation: 1 } },
  },
  {
    id: 'B8',
    statement: 'livepatching estimation_timer to an empty function ends the delay',
    published: 'done in production',
    kind: 'shape',
    source,
    measure: notYet('the livepatch treatment'),
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
      over: { ...suffering, runEstimation: 0 },
      under: suffering,
    },
  },
  {
    id: 'B9',
    statement: 'estimation in a kernel thread ends it (Linux 6.2 and later): p99 on such a kernel',
    published: 'proposed',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'probe_latency_p99', where: { ...suffering, kernel: '6.12' } },
  },
  {
    id: 'B10',
    statement: 'users saw errors: share of packets later than 50 ms',
    published: '0.01 to 0.04 % of requests in containers, 0.001 % on VMs',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'probe_late_share', where: suffering },
  },
];
