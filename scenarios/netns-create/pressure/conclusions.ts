import {
  type Claim,
  type FigureSpec,
  MEMORY_METRICS,
  type Metric,
  type ScalingSpec,
  type TableSpec,
} from '../../../harness/index.js';
import { callGraphMetrics } from '../diagnosis/call-graph-claims.js';

const source = 'the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM';
const ours = 'the control of this harness';

const memory = MEMORY_METRICS.map(
  (one): Metric => ({
    ...one,
    name: `pressure_${one.name}`,
    title: `${one.title}, until the machine is full`,
  }),
);

export const pressureMetrics: Metric[] = [
  {
    name: 'pressure_create_latency',
    unit: 'ns',
    better: 'lower',
    title: 'time of one ip netns add, until the machine is full',
  },
  ...memory,
  {
    name: 'pressure_end',
    unit: 'count',
    better: 'higher',
    // Whole levels: one is a fortieth of what the machine can't hold.
    nondeterministic: true,
    title: 'namespaces when no more could be added',
  },
  {
    name: 'namespaces_allowed',
    unit: 'count',
    better: 'neither',
    title: 'namespaces that the kernel allows by default (user.max_net_namespaces)',
  },
];

const pressed = { condition: 'pressure' } as const;

export const pressureClaims: Claim[] = [
  {
    id: 'A8p',
    statement: 'available memory falls with N until the machine is full: kB per namespace',
    published: 'about 455 kB used per namespace',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'pressure_mem_available', by: 'namespaces', where: {} },
    holds: { is: 'below', bound: 0 },
  },
  {
    id: 'A12',
    statement: 'the 2 GB machine becomes unusable: namespaces when no more could be added',
    published: 'at about N = 3939',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'pressure_end', where: { memoryMb: 2048 } },
  },
  ...(['stock', 'reverted'] as const).map(
    (variant): Claim => ({
      id: variant === 'stock' ? 'A9' : 'A9c',
      statement:
        variant === 'stock'
          ? "under memory pressure the stock tool's time sits in open: its samples over those of sendmsg"
          : 'the same of reverted',
      published: variant === 'stock' ? 'sys_open 26.54 % of 65.10 % (perf)' : '–',
      kind: 'shape',
      source: variant === 'stock' ? source : ours,
      measure: {
        type: 'ratio',
        metric: 'open_share',
        underMetric: 'sendmsg_share',
        over: { variant, ...pressed },
        under: { variant, ...pressed },
      },
      holds: { is: 'above', bound: 1 },
    }),
  ),
  {
    id: 'A9s',
    statement: 'share of open in the system calls of a stock add under memory pressure',
    published: '26.54 % of all samples, of 65.10 % in system calls',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'open_share', where: { variant: 'stock', ...pressed } },
  },
];

export const pressureScalings: ScalingSpec[] = [
  {
    name: 'pressure-latency-growth',
    title: 'How create latency grows until the machine is full',
    metric: 'pressure_create_latency',
    by: 'namespaces',
    series: ['variant'],
    reference: { variant: 'upstream' },
  },
  {
    name: 'pressure-memory-growth',
    title: 'How available memory falls until the machine is full',
    metric: 'pressure_mem_available',
    by: 'namespaces',
    series: [],
  },
];

export const pressureTables: TableSpec[] = [
  {
    name: 'pressure-end',
    title: 'Namespaces when no more could be added',
    metrics: ['pressure_end', 'namespaces_allowed'],
    rows: 'memoryMb',
    columns: ['kernel'],
  },
  {
    name: 'pressure-latency',
    title: 'Create latency until the machine is full',
    metrics: ['pressure_create_latency'],
    rows: 'namespaces',
    columns: ['variant'],
  },
  {
    name: 'pressure-memory',
    title: 'Memory until the machine is full',
    metrics: memory.map(({ name }) => name),
    rows: 'namespaces',
    columns: [],
  },
  {
    name: 'pressure-call-graph-shares',
    title: 'Where an add is, without memory to spare, when it is in a system call',
    metrics: callGraphMetrics.map(({ name }) => name),
    rows: 'memoryMb',
    columns: ['variant'],
    where: pressed,
  },
];

export const pressureFigures: FigureSpec[] = [
  {
    kind: 'levels',
    name: 'pressure-latency',
    title: 'ip netns add until the machine is full',
    metric: 'pressure_create_latency',
    x: 'namespaces',
    series: ['variant'],
    yScale: 'log',
  },
  {
    kind: 'levels',
    name: 'pressure-memory',
    title: 'Available memory until the machine is full',
    metric: 'pressure_mem_available',
    x: 'namespaces',
    series: [],
    fit: true,
  },
  {
    kind: 'flame',
    name: 'call-graph-pressure',
    title: 'Call graph of ip netns add under memory pressure',
    attachment: 'call-graph-pressure',
  },
];
