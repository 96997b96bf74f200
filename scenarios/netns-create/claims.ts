import type { Claim } from '../../harness/index.js';
import { callGraphClaims } from './diagnosis/call-graph-claims.js';
import { pressureClaims } from './pressure/conclusions.js';

/** Kernel 4.4 and iproute2 4.3.0 of ubuntu/xenial64 under VirtualBox, 2 CPUs, 2 GB. */
const source = 'the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM';
const ours = 'the control of this harness';

const stock = { variant: 'stock' };
const upstream = { variant: 'upstream' };
const reverted = { variant: 'reverted' };

/** "Many times": far beyond what noise, or another source tree, gives. */
const MANY = { is: 'above', bound: 3 } as const;
const ALL = { is: 'between', low: 1, high: 1 } as const;
const GROWS = { is: 'above', bound: 0 } as const;
/** The exponent of a line is 1, and an interval of it takes a tenth. */
const AT_LEAST_LINEAR = { is: 'above', bound: 0.9 } as const;

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
    id: 'A1t',
    statement: 'the same as published, under strace -tt: one stock add at N = 2000',
    published: '2.947853 s (under strace)',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'traced_add_time', where: { ...stock, namespaces: 2000 } },
  },
  {
    id: 'A2t',
    statement: 'the same as published, under strace -tt: one stock add at N = 3930',
    published: '10.060487 s (under strace)',
    kind: 'absolute',
    source,
    measure: { type: 'cell', metric: 'traced_add_time', where: { ...stock, namespaces: 3930 } },
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
    statement: 'that growth is at least linear: the exponent of N',
    published: '3.4× for 1.97 times the namespaces',
    kind: 'shape',
    source,
    measure: { type: 'exponent', metric: 'create_latency', by: 'namespaces', where: stock },
    holds: AT_LEAST_LINEAR,
  },
  {
    id: 'A3c',
    statement: 'latency of reverted (upstream with the eager scan back) grows with N: slope per namespace',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'slope', metric: 'create_latency', by: 'namespaces', where: reverted },
    holds: GROWS,
  },
  {
    id: 'A3cg',
    statement: 'the growth of reverted is at least linear: the exponent of N',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'exponent', metric: 'create_latency', by: 'namespaces', where: reverted },
    holds: AT_LEAST_LINEAR,
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
    statement: 'the same of reverted: open calls per namespace',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'slope', metric: 'open_calls', by: 'namespaces', where: reverted },
    holds: { is: 'between', low: 0.9, high: 1.1 },
  },
  {
    id: 'A4r',
    statement: 'open, sendmsg, recvmsg and close in a row, per namespace, in one stock add under strace',
    published: 'once for each entry (strace excerpt)',
    kind: 'shape',
    source,
    measure: { type: 'slope', metric: 'scan_rounds', by: 'namespaces', where: stock },
    holds: { is: 'between', low: 0.99, high: 1.01 },
  },
  {
    id: 'A4rc',
    statement: 'the same of reverted',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'slope', metric: 'scan_rounds', by: 'namespaces', where: reverted },
    holds: { is: 'between', low: 0.99, high: 1.01 },
  },
  {
    id: 'A5',
    statement: 'the caller of that sendmsg is netns_map_init: share of the backtraces that say so',
    published: 'rtnl_talk ← netns_map_init ← do_netns ← main (gdb)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'map_init_share', where: stock },
    holds: ALL,
  },
  {
    id: 'A5c',
    statement: 'the same of reverted: share of the backtraces that say so',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'cell', metric: 'map_init_share', where: reverted },
    holds: ALL,
  },
  {
    id: 'A6',
    statement: 'upstream iproute2 removes it: hits of a breakpoint on sendmsg in one add',
    published: 'breakpoint on sendmsg never hit (gdb)',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'sendmsg_hits', where: upstream },
    holds: { is: 'below', bound: 1 },
  },
  {
    id: 'A6s',
    statement: 'upstream iproute2 asks no nsid: sendmsg calls per namespace (strace)',
    published: 'breakpoint on sendmsg never hit (gdb)',
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
    statement: 'reverted / upstream at N = 2000: the same source, one line apart',
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...reverted, namespaces: 2000 },
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
    statement: 'it falls linearly: the exponent of N',
    published: '–',
    kind: 'shape',
    source,
    measure: { type: 'exponent', metric: 'mem_free', by: 'namespaces', where: {} },
    holds: { is: 'between', low: 0.9, high: 1.1 },
  },
  ...callGraphClaims,
  ...pressureClaims,
];

/** Within this of upstream an add has no scan; a scan of 500 namespaces takes five times as long. */
const ALIKE = 1.5;

/** Of a tree of the user's own: is it free of the scan, and what is that worth. */
export const claimsOfVariant = (variant: string): Claim[] => [
  {
    id: `own-${variant}`,
    statement: `${variant} makes no eager scan: its add over upstream's`,
    published: '–',
    kind: 'shape',
    source: ours,
    measure: { type: 'ratio', metric: 'create_latency', over: { variant }, under: upstream },
    holds: { is: 'below', bound: ALIKE },
  },
  {
    id: `own-${variant}-reverted`,
    statement: `${variant} is faster than the same source with the scan: reverted's add over its own, where namespaces exist`,
    published: '–',
    kind: 'shape',
    source: ours,
    measure: {
      type: 'ratio',
      metric: 'create_latency',
      over: { ...reverted, namespaces: 2000 },
      under: { variant, namespaces: 2000 },
    },
    holds: { is: 'above', bound: ALIKE },
  },
];
