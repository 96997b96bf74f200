import {
  beforeAfterFigure,
  comparison,
  flameFigure,
  levelsFigure,
  MEMORY_METRICS,
  scaling,
  slopesFigure,
  table,
} from '../../harness/index.js';
import { callGraphMetrics, pressureMemory } from './metrics.js';
import { N, pressed, reverted, stock, upstream } from './words.js';

const VARIANT = ['variant'];
const CREATE = 'create_latency';
const CHANGED = [CREATE, 'delete_latency', 'open_calls'];
const MEMORY = [...MEMORY_METRICS.map(({ name }) => name), 'nsfs_mounts', 'fill_time'];
const SHARES = callGraphMetrics.map(({ name }) => name);

const PRESSURE_CREATE = 'pressure_create_latency';
const PRESSURE_MEMORY = pressureMemory.map(({ name }) => name);
const AVAILABLE = 'pressure_mem_available';

const CONDITIONED = ['condition_create_latency', 'condition_delete_latency'];
const CONDITIONS = {
  veth: 'a veth pair in each',
  nsid: 'an nsid for each',
  'private-run': 'a private /run',
  systemd: 'systemd as PID 1',
};
const PARALLEL = ['create_throughput', 'parallel_create_latency'];

const SCAN = 'The eager scan: reverted over upstream';

export const comparisons = [
  comparison('eager-scan', SCAN, CHANGED, N, reverted, upstream),
  comparison('stock-to-upstream', 'Stock over upstream', CHANGED, N, stock, upstream),
  ...Object.entries(CONDITIONS).map(([condition, words]) => {
    const [before, after] = [{ condition: 'ordinary' }, { condition }];
    const title = `Ordinary machine over ${words}`;
    return comparison(`condition-${condition}`, title, CONDITIONED, N, before, after);
  }),
];

const GROWTH = 'create-latency-growth';
const FULL = 'until the machine is full';

export const scalings = [
  scaling(GROWTH, 'Growth of create latency', CREATE, N, VARIANT, upstream),
  scaling('memory-growth', 'How free memory falls with the namespaces', 'mem_free', N),
  scaling('pressure-latency-growth', `Create latency ${FULL}`, PRESSURE_CREATE, N, VARIANT, upstream),
  scaling('pressure-memory-growth', `Memory ${FULL}`, AVAILABLE, N),
];

const TRACED = 'An add under strace (slower), its scan';
const CALLER = 'Who calls sendmsg in one add, by gdb';
const IN_CALLS = 'Where an add is in its system calls';
const IN_CALLS_PRESSED = 'Where an add is, without memory to spare';
const END = 'Namespaces when no more could be added';

export const tables = [
  table('create-latency', 'Create latency', [CREATE], N, VARIANT),
  table('calls', 'System calls of one add', ['open_calls', 'sendmsg_calls'], N, VARIANT),
  table('delete-latency', 'Delete latency', ['delete_latency'], N, VARIANT),
  table('memory', 'Memory and mounts', MEMORY, N),
  table('traced', TRACED, ['traced_add_time', 'scan_rounds'], N, VARIANT),
  table('caller', CALLER, ['sendmsg_hits', 'map_init_share'], N, VARIANT),
  table('call-graph-shares', IN_CALLS, SHARES, N, VARIANT, { condition: null }),
  table('overhead', "The probe's own cost", ['spawn_overhead'], 'clock'),
  table('pressure-end', END, ['pressure_end', 'namespaces_allowed'], 'memoryMb', ['kernel']),
  table('pressure-latency', `Create latency ${FULL}`, [PRESSURE_CREATE], N, VARIANT),
  table('pressure-memory', `Memory ${FULL}`, PRESSURE_MEMORY, N),
  table('pressure-call-graph-shares', IN_CALLS_PRESSED, SHARES, 'memoryMb', VARIANT, pressed),
  table('conditions', 'Create and delete latency by condition', CONDITIONED, N, ['variant', 'condition']),
  table('operations', 'Other operations', ['exec_latency', 'list_latency'], N, VARIANT),
  table('parallel', 'Several creators at a time', PARALLEL, 'parallel_creators', ['variant', N]),
];

const REMOVED = 'Adds with and without the scan';
const levels = [500, 1000, 2000, 3930];
const ADD = 'ip netns add by namespaces';
const GRAPH = 'Call graph of one add';
/** The two clocks show the same at the lowest level; a picture less on the page. */
const LOW = { level: 'lowest', where: { clock: 'instructions' } } as const;
const attachment = 'call-graph';

export const figures = [
  levelsFigure('create-latency', ADD, CREATE, N, VARIANT, { fit: true }),
  levelsFigure('create-latency-log', 'ip netns add, logarithmic', CREATE, N, VARIANT, { yScale: 'log' }),
  slopesFigure('create-latency-slopes', 'What one more namespace adds', GROWTH),
  beforeAfterFigure('eager-scan-removed', REMOVED, 'eager-scan', CREATE, { levels, yScale: 'log' }),
  levelsFigure('delete-latency', 'ip netns delete by namespaces', 'delete_latency', N, VARIANT),
  levelsFigure('memory', 'Free memory by namespaces', 'mem_free', N, [], { fit: true }),
  flameFigure('call-graph', GRAPH),
  flameFigure('call-graph-low', 'Call graph, lowest level', { attachment, ...LOW }),
  flameFigure('call-graph-scan', 'Call graph, scan over upstream', {
    ...{ attachment, where: reverted, against: upstream },
  }),
  flameFigure('call-graph-stock', 'Call graph, stock over upstream', {
    ...{ attachment, where: stock, against: upstream },
  }),
  levelsFigure('pressure-latency', `Adds ${FULL}`, PRESSURE_CREATE, N, VARIANT, { yScale: 'log' }),
  levelsFigure('pressure-memory', `Memory ${FULL}`, AVAILABLE, N, [], { fit: true }),
  flameFigure('call-graph-pressure', 'Call graph, memory pressure'),
];
