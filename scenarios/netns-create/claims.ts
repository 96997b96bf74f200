import {
  above,
  below,
  between,
  type Condition,
  cell,
  exponent,
  type Measure,
  ratio,
  saidBy,
  slope,
  type Where,
} from '../../harness/index.js';
import { at, N, pressed, reverted, stock, upstream } from './words.js';

/** Kernel 4.4 and iproute2 4.3.0 of ubuntu/xenial64 under VirtualBox, 2 CPUs, 2 GB. */
const writeUp = saidBy('the netns write-up: ubuntu/xenial64, 2 CPUs, 2 GB RAM');
const ours = saidBy('the control of this harness');

/** What was published of the stock tool, and the same of reverted; its id has a c more. */
const both = (id: string, statement: string, ofReverted = 'the same of reverted') => ({
  published: (figure: string) => ({
    holds: (measure: (variant: Where) => Measure, condition: Condition) => [
      writeUp(id, statement).published(figure).holds(measure(stock), condition),
      ours(`${id}c`, ofReverted).holds(measure(reverted), condition),
    ],
  }),
});

const FULL = at(3930, upstream);
const CREATE = 'create_latency';
/** Times of one add, as published. */
const ADD_2000 = '2.947853 s (under strace)';
const ADD_3930 = '10.060487 s (under strace)';
const NEVER_HIT = 'breakpoint on sendmsg never hit (gdb)';

/** "Many times": far beyond what noise, or another source tree, gives. */
const MANY = above(3);
const GROWS = above(0);
const NOT_HALF = below(0.5);
/** The exponent of a line is 1; an interval of it takes a tenth. */
const AT_LEAST_LINEAR = above(0.9);

/** Rows of one letter's suffix answer the published claim by another variant or another measure. */
export const claims = [
  writeUp('A1', 'one add at N = 2000 is slow with the stock tool')
    .published(ADD_2000)
    .absolute(cell(CREATE, at(2000, stock))),
  writeUp('A2', 'at N = 3930 it is slower still')
    .published(ADD_3930)
    .absolute(cell(CREATE, at(3930, stock))),
  writeUp('A1t', 'the same as published, under strace -tt: one stock add at N = 2000')
    .published(ADD_2000)
    .absolute(cell('traced_add_time', at(2000, stock))),
  writeUp('A2t', 'the same as published, under strace -tt: one stock add at N = 3930')
    .published(ADD_3930)
    .absolute(cell('traced_add_time', at(3930, stock))),
  writeUp('A3', 'latency of the stock tool grows with N: slope per namespace')
    .published('about 3.7 ms (2.9 s → 10.1 s from 2000 to 3930)')
    .holds(slope(CREATE, N, stock), GROWS),
  writeUp('A3g', 'that growth is at least linear: the exponent of N')
    .published('3.4× for 1.97 times the namespaces')
    .holds(exponent(CREATE, N, stock), AT_LEAST_LINEAR),
  ours(
    'A3c',
    'latency of reverted (upstream with the eager scan back) grows with N: slope per namespace',
  ).holds(slope(CREATE, N, reverted), GROWS),
  ours('A3cg', 'the growth of reverted is at least linear: the exponent of N').holds(
    exponent(CREATE, N, reverted),
    AT_LEAST_LINEAR,
  ),
  ...both(
    'A4',
    'cause: one stock add opens every existing namespace: open calls per namespace',
    'the same of reverted: open calls per namespace',
  )
    .published('one open, sendmsg, recvmsg and close each (strace excerpt)')
    .holds((variant) => slope('open_calls', N, variant), between(0.9, 1.1)),
  ...both('A4r', 'open, sendmsg, recvmsg and close in a row, per namespace, in one stock add under strace')
    .published('once for each entry (strace excerpt)')
    .holds((variant) => slope('scan_rounds', N, variant), between(0.99, 1.01)),
  ...both(
    'A5',
    'the caller of that sendmsg is netns_map_init: share of the backtraces that say so',
    'the same of reverted: share of the backtraces that say so',
  )
    .published('rtnl_talk ← netns_map_init ← do_netns ← main (gdb)')
    .holds((variant) => cell('map_init_share', variant), between(1, 1)),
  writeUp('A6', 'upstream iproute2 removes it: hits of a breakpoint on sendmsg in one add')
    .published(NEVER_HIT)
    .holds(cell('sendmsg_hits', upstream), below(1)),
  writeUp('A6s', 'upstream iproute2 asks no nsid: sendmsg calls per namespace (strace)')
    .published(NEVER_HIT)
    .holds(slope('sendmsg_calls', N, upstream), between(-0.01, 0.01)),
  ...both(
    'A7',
    'upstream is many times faster: stock / upstream at N = 2000',
    'reverted / upstream at N = 2000: the same source, one line apart',
  )
    .published('"40 times"; the two straces give 72 times (2.947853 s / 0.040929 s)')
    .holds((variant) => ratio(CREATE, at(2000, variant), at(2000, upstream)), MANY),
  writeUp('A7a', 'one upstream add at N = 2000')
    .published('0.040929 s (under strace)')
    .absolute(cell(CREATE, at(2000, upstream))),
  writeUp('A8', 'free memory at N = 3930 on 2 GB')
    .published('56,324 kB of 2,048,100 kB, and 86,260 kB swapped')
    .absolute(cell('mem_free', { namespaces: 3930 })),
  writeUp('A8s', 'free memory falls with N: kB per namespace')
    .published('about 455 kB used per namespace')
    .holds(slope('mem_free', N), below(0)),
  writeUp('A8l', 'it falls linearly: the exponent of N').holds(exponent('mem_free', N), between(0.9, 1.1)),
  // The published shares are of all samples; these are of what the system calls take.
  ...both(
    'A10',
    'without memory pressure open is not dominant: its share of the system calls, stock at N = 500',
  )
    .published('no figure (perf)')
    .holds((variant) => cell('open_share', at(500, variant)), NOT_HALF),
  writeUp(
    'A11',
    'with upstream the bottleneck moves to unshare: its share over that of mount, the next, at N = 3930',
  )
    .published('sys_unshare 92.12 % at N = 3935 (perf)')
    .holds(ratio(['unshare_share', 'mount_share'], FULL), above(1)),
  ours('A11c', 'it was elsewhere before: share of unshare, reverted over upstream at N = 3930').holds(
    ratio('unshare_share', at(3930, reverted), FULL),
    NOT_HALF,
  ),
  writeUp('A11s', 'share of unshare in the system calls of an upstream add at N = 3930')
    .published('92.12 % of all samples, at N = 3935')
    .absolute(cell('unshare_share', FULL)),
  writeUp('A8p', 'available memory falls with N until the machine is full: kB per namespace')
    .published('about 455 kB used per namespace')
    .holds(slope('pressure_mem_available', N), below(0)),
  writeUp('A12', 'the 2 GB machine becomes unusable: namespaces when no more could be added')
    .published('at about N = 3939')
    .absolute(cell('pressure_end', { memoryMb: 2048 })),
  ...both('A9', "under memory pressure the stock tool's time sits in open: its samples over those of sendmsg")
    .published('sys_open 26.54 % of 65.10 % (perf)')
    .holds((variant) => ratio(['open_share', 'sendmsg_share'], { ...variant, ...pressed }), above(1)),
  writeUp('A9s', 'share of open in the system calls of a stock add under memory pressure')
    .published('26.54 % of all samples, of 65.10 % in system calls')
    .absolute(cell('open_share', { ...stock, ...pressed })),
];

/** Within this of upstream an add has no scan; a scan of 500 namespaces takes five times as long. */
const ALIKE = 1.5;

/** Of a tree of the user's own: is it free of the scan, and what is that worth. */
export const claimsOfVariant = (variant: string) => [
  ours(`own-${variant}`, `${variant} makes no eager scan: its add over upstream's`).holds(
    ratio(CREATE, { variant }, upstream),
    below(ALIKE),
  ),
  ours(
    `own-${variant}-reverted`,
    `${variant} is faster than the same source with the scan: reverted's add over its own, where namespaces exist`,
  ).holds(ratio(CREATE, at(2000, reverted), { variant, namespaces: 2000 }), above(ALIKE)),
];
