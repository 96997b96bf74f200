import { defineScenario, state } from '../../harness/index.js';
import { answer } from './answer.js';
import { check } from './check.js';
import { claims } from './claims.js';
import { diagnosis } from './diagnosis/pass.js';
import { effects } from './effects.js';
import { estimateS } from './estimate.js';
import { figures } from './figures.js';
import { metrics } from './metrics.js';
import { otherKernels } from './other-kernels.js';
import { steps } from './steps.js';
import { tables } from './tables.js';

export default defineScenario({
  name: 'ipvs-estimation',
  title: 'Packet latency by the number of IPVS rules',
  question:
    'How long does estimation_timer() hold the TIMER softirq as IPVS rules grow, what does that do to packets across a veth pair, and which change ends it?',
  factors: [
    state('rules', 'IPVS rules', [0, 10000, 20000, 40000, 79001], {
      smoke: [0, 200],
      quick: { wall: [79001] },
    }),
    { name: 'variant', title: 'how rules are loaded', kind: 'text', scope: 'treatment' },
    { name: 'run_estimation', title: 'run_estimation', kind: 'text', scope: 'treatment' },
    { name: 'path', title: 'path', kind: 'text', scope: 'treatment' },
    // What is done against the effect, beside run_estimation; absent: nothing.
    { name: 'mitigation', title: 'mitigation', kind: 'text', scope: 'treatment' },
  ],
  metrics,
  possibleCpus: { instructions: [2, 32, 80], wall: [32] },
  iterations: { smoke: 1, quick: 1, standard: 1, paper: 1 },
  // Paths lie across CPUs 0 and 1; the timer's CPU is decided when the module is loaded.
  needs: { programs: ['ip', 'modprobe', 'sysctl', 'taskset'], modules: ['ip_vs', 'ip_vs_rr'], cpus: 2 },
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
  ...effects,
  tables,
  figures,
  answer,
  check,
});
