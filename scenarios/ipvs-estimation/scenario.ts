import { defineScenario, MEMORY_METRICS, type Metric } from '../../harness/index.js';
import { answer } from './answer.js';
import { claims } from './claims.js';
import { packetMetrics } from './diagnosis/packet-metrics.js';
import { diagnosis } from './diagnosis/pass.js';
import { timerGraphMetrics } from './diagnosis/timer-graph-claims.js';
import { comparisons, jitters, predictions, scalings, sweeps } from './effects.js';
import { estimateS } from './estimate.js';
import { figures } from './figures.js';
import { otherKernels } from './other-kernels.js';
import { steps } from './steps.js';
import { tables } from './tables.js';

const latency = (name: string, title: string): Metric => ({ name, unit: 'ns', better: 'lower', title });
/** Where single packets fall in the timer's period differs from boot to boot even on a instruction clock: it decides these. */
const ofPackets = (name: string, title: string): Metric => ({
  ...latency(name, title),
  nondeterministic: true,
});

/** The two CPUs a guest can have online. */
const perCpu = [0, 1].flatMap((cpu): Metric[] => [
  {
    name: `timer_softirqs_cpu${cpu}`,
    unit: 'count',
    better: 'neither',
    title: `TIMER softirqs on CPU ${cpu} during a probe`,
  },
  {
    name: `softirq_share_cpu${cpu}`,
    unit: 'share',
    better: 'lower',
    nondeterministic: true,
    title: `softirq share of CPU ${cpu} during a probe`,
  },
]);

export default defineScenario({
  name: 'ipvs-estimation',
  title: 'Packet latency by the number of IPVS rules',
  question:
    'How long does estimation_timer() hold the TIMER softirq as IPVS rules grow, what does that do to packets across a veth pair, and which change ends it?',
  factors: [
    {
      ...{ name: 'rules', title: 'IPVS rules', kind: 'amount', scope: 'state' },
      levels: [0, 10000, 20000, 40000, 79001],
      byProfile: { smoke: [0, 200], quick: { wall: [0, 79001] } },
    },
    { name: 'variant', title: 'how rules are loaded', kind: 'text', scope: 'treatment' },
    { name: 'run_estimation', title: 'run_estimation', kind: 'text', scope: 'treatment' },
    { name: 'path', title: 'path', kind: 'text', scope: 'treatment' },
    // What is done against the effect, beside run_estimation; absent: nothing.
    { name: 'mitigation', title: 'mitigation', kind: 'text', scope: 'treatment' },
  ],
  metrics: [
    latency('estimation_timer_duration', 'one run of estimation_timer'),
    { name: 'estimation_timer_period', unit: 'ns', better: 'neither', title: 'from one run to the next' },
    latency('probe_latency_p50', 'UDP round trip from the intended send time, p50'),
    ofPackets('probe_latency_p90', 'UDP round trip, p90'),
    ofPackets('probe_latency_p99', 'UDP round trip, p99'),
    ofPackets('probe_latency_p999', 'UDP round trip, p99.9'),
    ofPackets('probe_latency_max', 'UDP round trip, max'),
    {
      name: 'probe_late_share',
      unit: 'share',
      better: 'lower',
      nondeterministic: true,
      title: 'packets later than 50 ms, or lost',
    },
    { name: 'probe_lost', unit: 'count', better: 'lower', title: 'packets lost' },
    ofPackets('probe_latency', 'UDP round trip of each packet'),
    ...perCpu,
    {
      name: 'softirq_share_mean',
      unit: 'share',
      better: 'lower',
      nondeterministic: true,
      title: 'softirq share, mean of all CPUs, during a probe',
    },
    {
      name: 'estimation_thread_share',
      unit: 'share',
      better: 'lower',
      title: 'share of one CPU that estimation threads take (Linux 6.2 and later)',
    },
    {
      name: 'service_rate',
      unit: 'count',
      better: 'higher',
      nondeterministic: true,
      title: 'datagrams a second that ipvsadm shows of a service that gets about 50',
    },
    {
      name: 'load_time',
      unit: 'ns',
      better: 'lower',
      // The timer runs every 2 s, and steps begin at multiples of 1.024 s: whether it runs once while rules are loaded is worth
      // 14 % of the time that 79,001 rules take on 32 CPUs.
      nondeterministic: true,
      title: 'time to load the rules above the level below',
    },
    ...packetMetrics,
    ...timerGraphMetrics,
    ...MEMORY_METRICS,
  ],
  variants: [],
  possibleCpus: { instructions: [2, 32, 80], wall: [32] },
  memoryMb: 2048,
  iterations: { smoke: 1, quick: 1, standard: 1, paper: 1 },
  // Paths lie across CPUs 0 and 1; the timer's CPU is decided when the module is loaded.
  needs: {
    programs: ['ip', 'modprobe', 'sysctl', 'taskset'],
    modules: ['ip_vs', 'ip_vs_rr'],
    cpus: 2,
  },
  watches: [
    {
      name: 'ipvs-rules',
      // Addresses and schedulers; counters of connections follow.
      command:
        "sed -n '4,$s/^ *\\([^ ]*\\) *\\([^ ]*\\) *\\([^ ]*\\).*/\\1 \\2 \\3/p' /proc/net/ip_vs 2>/dev/null || :",
    },
    {
      name: 'ipvs-sysctls',
      command:
        'for key in /proc/sys/net/ipv4/vs/*; do if [ -r "$key" ]; then echo "$key $(cat "$key")"; fi; done',
      // Of those alone that are still there: they come and go with the module.
      restore: 'while read -r key value; do if [ -e "$key" ]; then echo "$value" >"$key"; fi; done',
    },
  ],
  // From Linux 6.2 on there is no such function.
  kernelModules: [{ name: 'netknee_no_estimation', kernels: ['5.10', '6.1'] }],
  // An idle CPU without ticks accounts hardly any softirq time.
  kernelArguments: ['nohz=off'],
  steps,
  estimateS,
  passes: [otherKernels, diagnosis],
  claims,
  comparisons,
  scalings,
  jitters,
  sweeps,
  predictions,
  tables,
  figures,
  answer,
});
