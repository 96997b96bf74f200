import type { Claim, ScalingModelName } from '../../harness/index.js';

/** Kernel 4.4 and iproute2 4.3.0 of ubuntu/xenial64 under VirtualBox, 2 CPUs, 2 GB. */
const source = 'the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM';
const ours = 'the control of this harness';

const stock = { variant: 'stock' };
const upstream = { variant: 'upstream' };
const control = { variant: 'control' };

/** "Many times": far beyond what noise, or another source tree, gives. */
const MANY = { is: 'above', bound: 3 } as const;
const GROWS = { is: 'above', bound: 0 } as const;
const AT_LEAST_LINEAR: ScalingModelName[] = ['linear', 'linearithmic', 'quadratic'];
const notYet = (what: string) =>
  ({ type: 'not-measured', why: `needs ${what}, which is not there yet` }) as const;

/** Rows of one letter's suffix answer the published claim by another variant or another measure. */
export const claims: Claim[] = [
  {
    id: 'A1',
    statement: 'one add at N = 2000 is slow with the stock tool',
    published: '2.947853 s (under strace)',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'create_latency', where: { ...stock, namespaces: 2000 } },
  },
  {
    id: 'A2',
    statement: 'at N = 3930 it is slower still',
    published: '10.060487 s (under strace)',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'create_latency', where: { ...stock, namespaces: 3930 } },
  },
  {
    id: 'A3',
    statement: 'latency of the stock tool grows with N: slope per namespace',
    published: 'about 3.7 ms (2.9 s → 10.1 s from 2000 to 3930)',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'create_latency', by: 'namespaces', where: stock },
    holds: GROWS,
  },
  {
    id: 'A3g',
    statement: 'that growth is at least linear',
    published: '3.4× for 1.97 times the namespaces',
    kind: 'shape',
    source,
    measure: { type: 'scaling', metric: 'create_latency', by: 'namespaces', where: stock },
    holds: { is: 'one of', models: AT_LEAST_LINEAR },
  },
  {
    id: 'A3c',
    statement: 'latency of control (upstream with the eager scan back) grows with N: slope per namespace',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'slope', metric: 'create_latency', by: 'namespaces', where: control },
    holds: GROWS,
  },
  {
    id: 'A3cg',
    statement: 'the growth of control is at least linear',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'scaling', metric: 'create_latency', by: 'namespaces', where: control },
    holds: { is: 'one of', models: AT_LEAST_LINEAR },
  },
  {
    id: 'A4',
    statement: 'cause: one stock add opens every existing namespace: open calls per namespace',
    published: 'one open, sendmsg, recvmsg and close each (strace excerpt)',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'open_calls', by: 'namespaces', where: stock },
    holds: { is: 'between', low: 0.9, high: 1.1 },
  },
  {
    id: 'A4c',
    statement: 'the same of control: open calls per namespace',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'slope', metric: 'open_calls', by: 'namespaces', where: control },
    holds: { is: 'between', low: 0.9, high: 1.1 },
  },
  {
    id: 'A5',
    statement: 'the caller of that sendmsg is netns_map_init',
    published: 'rtnl_talk ← netns_map_init ← do_netns ← main (gdb)',
    kind: 'shape',
    source,
    measure: notYet('the gdb probe'),
  },
  {
    id: 'A6',
    statement: 'upstream iproute2 asks no nsid: sendmsg calls per namespace',
    published: 'breakpoint on sendmsg never hit',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'sendmsg_calls', by: 'namespaces', where: upstream },
    holds: { is: 'between', low: -0.01, high: 0.01 },
  },
  {
    id: 'A7',
    statement: 'upstream is many times faster: stock / upstream at N = 2000',
    published: '"40 times"; the two straces give 72 times (2.947853 s / 0.040929 s)',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...stock, namespaces: 2000 },
      under: { ...upstream, namespaces: 2000 },
    },
    holds: MANY,
  },
  {
    id: 'A7c',
    statement: 'control / upstream at N = 2000: the same source, one line apart',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...control, namespaces: 2000 },
      under: { ...upstream, namespaces: 2000 },
    },
    holds: MANY,
  },
  {
    id: 'A7a',
    statement: 'one upstream add at N = 2000',
    published: '0.040929 s (under strace)',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'create_latency', where: { ...upstream, namespaces: 2000 } },
  },
  {
    id: 'A8',
    statement: 'free memory at N = 3930 on 2 GB',
    published: '56,324 kB of 2,048,100 kB, and 86,260 kB swapped',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'mem_free', where: { namespaces: 3930 } },
  },
  {
    id: 'A8s',
    statement: 'free memory falls with N: kB per namespace',
    published: 'about 455 kB used per namespace',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'mem_free', by: 'namespaces', where: {} },
    holds: { is: 'below', bound: 0 },
  },
  {
    id: 'A8l',
    statement: 'it falls linearly: share of the variance that a straight line explains',
    published: '–',
    kind: 'shape',
    source,
    measure: { type: 'linearity', metric: 'mem_free', by: 'namespaces', where: {} },
    holds: { is: 'above', bound: 0.95 },
  },
  {
    id: 'A9',
    statement: "under memory pressure the stock tool's time sits in open",
    published: 'sys_open 26.54 % of 65.10 % (perf)',
    kind: 'shape',
    source,
    measure: notYet('the perf probe'),
  },
  {
    id: 'A10',
    statement: 'without memory pressure open is not dominant',
    published: 'no figure (perf)',
    kind: 'shape',
    source,
    measure: notYet('the perf probe'),
  },
  {
    id: 'A11',
    statement: 'with upstream the bottleneck moves to unshare',
    published: 'sys_unshare 92.12 % at N = 3935 (perf)',
    kind: 'shape',
    source,
    measure: notYet('the perf probe'),
  },
  {
    id: 'A12',
    statement: 'the 2 GB machine becomes unusable',
    published: 'at about N = 3939',
    kind: 'absolute',
    source,
    measure: notYet('the pressure profile'),
  },
];
