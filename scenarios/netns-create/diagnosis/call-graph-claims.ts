import type { Claim, FigureSpec, Metric, TableSpec } from '../../../harness/index.js';

const share = (name: string, call: string): Metric => ({
  name,
  unit: 'share',
  better: 'neither',
  // Of samples in which chance has a hand, and one call has less where another has more: nothing that gets better or worse.
  nondeterministic: true,
  title: `${call}: share of an add's samples below the system call entry`,
});

export const callGraphMetrics: Metric[] = [
  share('open_share', 'open'),
  share('sendmsg_share', 'sendmsg'),
  share('recvmsg_share', 'recvmsg'),
  share('unshare_share', 'unshare'),
  share('mount_share', 'mount'),
  {
    name: 'sampling_cost',
    unit: 'ratio',
    better: 'neither',
    nondeterministic: true,
    title: 'mean add while perf samples, over one without',
  },
];

const source = 'the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM';
const ours = 'the control of this harness';
const full = { variant: 'upstream', namespaces: 3930 } as const;
const NOT_HALF = { is: 'below', bound: 0.5 } as const;

/** The published shares are of all samples; these are of what the system calls take. */
export const callGraphClaims: Claim[] = [
  {
    id: 'A10',
    statement:
      'without memory pressure open is not dominant: its share of the system calls, stock at N = 500',
    published: 'no figure (perf)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'open_share', where: { variant: 'stock', namespaces: 500 } },
    holds: NOT_HALF,
  },
  {
    id: 'A10c',
    statement: 'the same of reverted',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'cell', metric: 'open_share', where: { variant: 'reverted', namespaces: 500 } },
    holds: NOT_HALF,
  },
  {
    id: 'A11',
    statement:
      'with upstream the bottleneck moves to unshare: its share over that of mount, the next, at N = 3930',
    published: 'sys_unshare 92.12 % at N = 3935 (perf)',
    kind: 'shape',
    source,
    measure: { type: 'ratio', metric: 'unshare_share', underMetric: 'mount_share', over: full, under: full },
    holds: { is: 'above', bound: 1 },
  },
  {
    id: 'A11c',
    statement: 'it was elsewhere before: share of unshare, reverted over upstream at N = 3930',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'unshare_share',
      over: { ...full, variant: 'reverted' },
      under: full,
    },
    holds: NOT_HALF,
  },
  {
    id: 'A11s',
    statement: 'share of unshare in the system calls of an upstream add at N = 3930',
    published: '92.12 % of all samples, at N = 3935',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'unshare_share', where: full },
  },
];

export const callGraphTables: TableSpec[] = [
  {
    name: 'call-graph-shares',
    title: 'Where an add is when it is in a system call',
    metrics: callGraphMetrics.map(({ name }) => name),
    rows: 'namespaces',
    columns: ['variant'],
    where: { condition: null },
  },
];

export const callGraphFigures: FigureSpec[] = [
  { kind: 'flame', name: 'call-graph', title: 'Call graph of ip netns add', attachment: 'call-graph' },
  {
    kind: 'flame',
    name: 'call-graph-low',
    title: 'Call graph of ip netns add at the lowest level',
    attachment: 'call-graph',
    level: 'lowest',
    // The two clocks show the same there; a picture less on the page.
    where: { clock: 'instructions' },
  },
  {
    kind: 'flame',
    name: 'call-graph-scan',
    title: 'Call graph of ip netns add with the eager scan, against upstream',
    attachment: 'call-graph',
    where: { variant: 'reverted' },
    against: { variant: 'upstream' },
  },
  {
    kind: 'flame',
    name: 'call-graph-stock',
    title: 'Call graph of stock ip netns add, against upstream',
    attachment: 'call-graph',
    where: { variant: 'stock' },
    against: { variant: 'upstream' },
  },
];
