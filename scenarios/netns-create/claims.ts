import type { PublishedFigure } from '../../harness/index.js';

/** Kernel 4.4 and iproute2 4.3.0 of ubuntu/xenial64 under VirtualBox, 2 CPUs, 2 GB. */
const source = 'the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM';

const stock = { variant: 'stock' };
const upstream = { variant: 'upstream' };
const control = { variant: 'control' };

export const published: PublishedFigure[] = [
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
    statement: 'latency of the stock tool grows with N: from 2000 to 3930',
    published: '3.4× (2.9 s → 10.1 s)',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...stock, namespaces: 3930 },
      under: { ...stock, namespaces: 2000 },
    },
  },
  {
    id: 'A3c',
    statement: 'the same for control: upstream with the eager scan back',
    published: '–',
    kind: 'shape',
    source: 'the control of this harness',
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...control, namespaces: 3930 },
      under: { ...control, namespaces: 2000 },
    },
  },
  {
    id: 'A4',
    statement: 'open calls of one stock add, per existing namespace',
    published: 'one open, sendmsg, recvmsg and close each (strace excerpt)',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'open_calls', by: 'namespaces', where: stock },
  },
  {
    id: 'A4c',
    statement: 'open calls of one control add, per existing namespace',
    published: '–',
    kind: 'shape',
    source: 'the control of this harness',
    measure: { type: 'slope', metric: 'open_calls', by: 'namespaces', where: control },
  },
  {
    id: 'A5',
    statement: 'the caller of that sendmsg is netns_map_init',
    published: 'rtnl_talk ← netns_map_init ← do_netns ← main (gdb)',
    kind: 'shape',
    source,
    measure: { type: 'not-measured', why: 'needs the gdb probe, which is not there yet' },
  },
  {
    id: 'A6',
    statement: 'upstream iproute2 removes it: sendmsg calls of one add at N = 3930',
    published: 'breakpoint never hit',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'sendmsg_calls', where: { ...upstream, namespaces: 3930 } },
  },
  {
    id: 'A7',
    statement: 'stock / upstream at N = 2000',
    published: '"40 times"; the two straces give 72 times (2.947853 s / 0.040929 s)',
    kind: 'shape',
    source,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...stock, namespaces: 2000 },
      under: { ...upstream, namespaces: 2000 },
    },
  },
  {
    id: 'A7c',
    statement: 'control / upstream at N = 2000: the same source, one line apart',
    published: '–',
    kind: 'shape',
    source: 'the control of this harness',
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...control, namespaces: 2000 },
      under: { ...upstream, namespaces: 2000 },
    },
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
    statement: 'free memory falls linearly with N: kB per namespace',
    published: 'about 455 kB used per namespace',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'mem_free', by: 'namespaces', where: {} },
  },
  {
    id: 'A9',
    statement: "under memory pressure the stock tool's time sits in open",
    published: 'sys_open 26.54 % of 65.10 % (perf)',
    kind: 'shape',
    source,
    measure: { type: 'not-measured', why: 'needs the perf probe, which is not there yet' },
  },
  {
    id: 'A10',
    statement: 'without memory pressure open is not dominant',
    published: 'no figure (perf)',
    kind: 'shape',
    source,
    measure: { type: 'not-measured', why: 'needs the perf probe, which is not there yet' },
  },
  {
    id: 'A11',
    statement: 'with upstream the bottleneck moves to unshare',
    published: 'sys_unshare 92.12 % at N = 3935 (perf)',
    kind: 'shape',
    source,
    measure: { type: 'not-measured', why: 'needs the perf probe, which is not there yet' },
  },
  {
    id: 'A12',
    statement: 'the 2 GB machine becomes unusable',
    published: 'at about N = 3939',
    kind: 'absolute',
    source,
    measure: { type: 'not-measured', why: 'needs the pressure profile, which is not there yet' },
  },
];
