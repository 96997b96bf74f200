import { defineScenario, MEMORY_METRICS } from '../../harness/index.js';
import { answer } from './answer.js';
import { claims, claimsOfVariant } from './claims.js';
import { callGraphMetrics } from './diagnosis/call-graph-claims.js';
import { diagnosis } from './diagnosis/pass.js';
import { comparisons, scalings } from './effects.js';
import { estimateS } from './estimate.js';
import { factorMetrics } from './factors/conclusions.js';
import { factors } from './factors/pass.js';
import { figures } from './figures.js';
import { pressureMetrics } from './pressure/conclusions.js';
import { pressure } from './pressure/pass.js';
import { steps } from './steps.js';
import { tables } from './tables.js';
import { variants } from './variants.js';

export default defineScenario({
  name: 'netns-create',
  title: 'ip netns add by the number of namespaces that exist',
  question:
    'How does the time to create a network namespace grow with the namespaces that exist, and which change removes the growth?',
  factors: [
    {
      ...{ name: 'namespaces', title: 'network namespaces', kind: 'amount', scope: 'state' },
      levels: [0, 500, 1000, 2000, 3930],
      byProfile: { smoke: [0, 20], quick: { wall: [0, 2000, 3930] } },
    },
    { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' },
    // What is otherwise than in an ordinary trial; absent: nothing.
    { name: 'condition', title: 'condition', kind: 'text', scope: 'treatment' },
    // Processes that add at the same time; absent: one.
    { name: 'parallel_creators', title: 'parallel creators', kind: 'amount', scope: 'treatment' },
  ],
  watches: [{ name: 'named-namespaces', command: 'ls /run/netns 2>/dev/null || :' }],
  metrics: [
    { name: 'create_latency', unit: 'ns', better: 'lower', title: 'time of one ip netns add' },
    { name: 'delete_latency', unit: 'ns', better: 'lower', title: 'time of one ip netns delete' },
    { name: 'open_calls', unit: 'count', better: 'lower', title: 'open and openat calls of one add' },
    { name: 'sendmsg_calls', unit: 'count', better: 'lower', title: 'sendmsg calls of one add' },
    {
      name: 'traced_add_time',
      unit: 'ns',
      better: 'lower',
      title: 'one add under strace -tt -T, from first call to exit',
    },
    { name: 'traced_opens', unit: 'count', better: 'lower', title: 'open and openat calls of a traced add' },
    { name: 'traced_sendmsgs', unit: 'count', better: 'lower', title: 'sendmsg calls of a traced add' },
    {
      name: 'scan_rounds',
      unit: 'count',
      better: 'lower',
      title: 'open, sendmsg, recvmsg, close in a row, in a traced add',
    },
    {
      name: 'scan_call_time',
      unit: 'ns',
      better: 'lower',
      // strace says whole microseconds: of a tool that does not scan they are a few dozen in all.
      nondeterministic: true,
      title: 'time inside open, sendmsg, recvmsg and close of a traced add',
    },
    {
      name: 'sendmsg_hits',
      unit: 'count',
      better: 'lower',
      title: 'hits of a breakpoint on sendmsg in one add',
    },
    {
      name: 'map_init_share',
      unit: 'share',
      better: 'neither',
      title: 'share of backtraces at sendmsg with rtnl_talk ← netns_map_init ← do_netns ← main',
    },
    ...callGraphMetrics,
    { name: 'spawn_overhead', unit: 'ns', better: 'neither', title: 'spawn and wait of a static no-op' },
    {
      name: 'fill_time',
      unit: 'ns',
      better: 'neither',
      title: 'time to come from the level below (C filler)',
    },
    { name: 'nsfs_mounts', unit: 'count', better: 'neither', title: 'nsfs mounts' },
    ...MEMORY_METRICS,
    ...pressureMetrics,
    ...factorMetrics,
  ],
  variants,
  claimsOfVariant,
  bisect: {
    title: 'ip netns add does not grow with the namespaces that exist',
    metric: 'create_latency',
    clock: 'instructions',
    low: 0,
    high: 500,
    ratioBelow: 2,
  },
  possibleCpus: { instructions: [2], wall: [2] },
  memoryMb: 2048,
  iterations: { smoke: 3, quick: 5, standard: 20, paper: 30 },
  kernelArguments: [],
  steps,
  estimateS,
  passes: [diagnosis, pressure, factors],
  claims,
  comparisons,
  scalings,
  jitters: [],
  tables,
  figures,
  answer,
});
