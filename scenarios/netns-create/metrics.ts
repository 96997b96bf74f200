import { MEMORY_METRICS, metric, processorMetrics } from '../../harness/index.js';

const NEITHER = { better: 'neither' } as const;
const CHANCE = { nondeterministic: true } as const;
const MAP_INIT = 'share of backtraces at sendmsg with rtnl_talk ← netns_map_init ← do_netns ← main';

// Of samples in which chance has a hand, and one call has less where another has more: nothing that gets better or worse.
const SAMPLED = { ...NEITHER, ...CHANCE };
/** System calls of an add whose shares of its samples are measured. */
export const SAMPLED_CALLS = ['open', 'sendmsg', 'recvmsg', 'unshare', 'mount'];
const sampledShare = (call: string) =>
  metric(`${call}_share`, 'share', `${call}: share of an add's samples below the system call entry`, SAMPLED);

export const callGraphMetrics = [
  ...SAMPLED_CALLS.map(sampledShare),
  metric('sampling_cost', 'ratio', 'mean add while perf samples, over one without', SAMPLED),
];

export const pressureMemory = MEMORY_METRICS.map(({ name, unit, title, better }) =>
  metric(`pressure_${name}`, unit, `${title}, until the machine is full`, { better }),
);
const ALLOWED = 'namespaces that the kernel allows by default (user.max_net_namespaces)';

export const metrics = [
  metric('create_latency', 'ns', 'time of one ip netns add'),
  ...processorMetrics('create_latency', 'one ip netns add'),
  metric('delete_latency', 'ns', 'time of one ip netns delete'),
  ...processorMetrics('delete_latency', 'one ip netns delete'),
  metric('open_calls', 'count', 'open and openat calls of one add'),
  metric('sendmsg_calls', 'count', 'sendmsg calls of one add'),
  metric('traced_add_time', 'ns', 'one add under strace -tt -T, from first call to exit'),
  metric('traced_opens', 'count', 'open and openat calls of a traced add'),
  metric('traced_sendmsgs', 'count', 'sendmsg calls of a traced add'),
  metric('scan_rounds', 'count', 'open, sendmsg, recvmsg, close in a row, in a traced add'),
  // strace says whole microseconds: of a tool that does not scan they are a few dozen in all.
  metric('scan_call_time', 'ns', 'time inside open, sendmsg, recvmsg and close of a traced add', CHANCE),
  metric('sendmsg_hits', 'count', 'hits of a breakpoint on sendmsg in one add'),
  metric('map_init_share', 'share', MAP_INIT, NEITHER),
  ...callGraphMetrics,
  metric('spawn_overhead', 'ns', 'spawn and wait of a static no-op', NEITHER),
  metric('fill_time', 'ns', 'time to come from the level below (C filler)', NEITHER),
  metric('nsfs_mounts', 'count', 'nsfs mounts', NEITHER),
  ...MEMORY_METRICS,

  // Of the pass `pressure`.
  metric('pressure_create_latency', 'ns', 'time of one ip netns add, until the machine is full'),
  ...pressureMemory,
  // Whole levels: one is a fortieth of what the machine can't hold.
  metric('pressure_end', 'count', 'namespaces when no more could be added', { ...CHANCE, better: 'higher' }),
  metric('namespaces_allowed', 'count', ALLOWED, NEITHER),

  // Of the pass `factors`.
  metric('condition_create_latency', 'ns', 'time of one ip netns add, by condition'),
  metric('condition_delete_latency', 'ns', 'time of one ip netns delete, by condition'),
  metric('exec_latency', 'ns', 'time of one ip netns exec of a static no-op'),
  metric('list_latency', 'ns', 'time of one ip netns list'),
  metric('parallel_create_latency', 'ns', 'time of one ip netns add, several at a time'),
  metric('create_throughput', 'count', 'ip netns add a second, several at a time', { better: 'higher' }),
];
