import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PathEvent } from '../probes/packet-path.js';
import { hopsOf, isWithinRuns, longestHop, packetsOf } from './packet-hops.js';
import { lateness } from './packet-lateness.js';

const STEPS = ['ip_output', '__netif_rx', 'ip_rcv', '__udp4_lib_rcv', 'skb_consume_udp'];
/** Steps until a packet counts as received. */
const RECEIVED = 4;
const event = (timeNs: number, step: string, other: Partial<PathEvent> = {}): PathEvent => ({
  timeNs,
  step,
  cpu: 0,
  process: 'udp-probe-7',
  softirq: false,
  buffer: 'a',
  device: null,
  ...other,
});
/** A packet whose longest wait, from `startNs` on, ends on the CPU. */
const waiting = (startNs: number, waitNs: number, other: Partial<PathEvent> = {}) => [
  event(startNs - 10, 'ip_output'),
  event(startNs, '__netif_rx', { cpu: 1 }),
  event(startNs + waitNs, 'ip_rcv', { softirq: true, ...other }),
  event(startNs + waitNs + 10, '__udp4_lib_rcv'),
];

describe('packetsOf', () => {
  it('recovers packets however their steps are mixed and their buffers reused', () => {
    // Each buffer carries packets one after the other, some lost on their way; between buffers anything may happen first.
    const carried = fc.array(fc.array(fc.integer({ min: 1, max: STEPS.length }), { maxLength: 6 }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(carried, fc.infiniteStream(fc.nat()), (buffers, picks) => {
        const queues = buffers.map((packets, b) =>
          packets.flatMap((length, p) =>
            STEPS.slice(0, length).map((step) => ({ step, buffer: `b${b}`, process: `${b}.${p}` })),
          ),
        );
        const mixed: PathEvent[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const open = queues.filter((queue) => queue.length > 0);
          const next = open[picks.next().value! % open.length]!.shift()!;
          mixed.push(event(mixed.length, next.step, next));
        }
        const found = packetsOf(mixed);
        assert.deepEqual(
          found.map((packet) => [packet[0]!.process, packet.length]).sort(),
          buffers
            .flatMap((packets, b) => packets.map((length, p) => [`${b}.${p}`, length] as const))
            .filter(([, length]) => length >= RECEIVED)
            .sort(),
        );
        assert.ok(found.every((packet) => packet.every(({ process }) => process === packet[0]!.process)));
      }),
    );
  });

  it('leaves out what was not sent, or not received, while the trace ran', () => {
    const events = [event(1, 'ip_rcv'), event(2, '__udp4_lib_rcv'), event(3, 'ip_output')];
    assert.deepEqual(packetsOf([...events, event(4, 'ip_rcv')]), []);
    assert.throws(() => packetsOf([event(1, 'ip_output'), event(2, 'tcp_v4_rcv')]), RangeError);
  });
});

describe('hops', () => {
  it('are one fewer than steps, and the first of equals is the longest', () => {
    const packet = [event(1, 'ip_output'), event(5, 'ip_rcv'), event(9, '__udp4_lib_rcv')];
    assert.deepEqual(
      hopsOf(packet).map(({ gapNs }) => gapNs),
      [4, 4],
    );
    assert.equal(longestHop(packet).to.step, 'ip_rcv');
    assert.throws(() => longestHop(packet.slice(0, 1)), RangeError);
  });

  it('lie within a run that they began in, or that took more than half of them, on their CPU alone', () => {
    const hop = (fromNs: number, toNs: number, cpu = 0) =>
      longestHop(waiting(fromNs, toNs - fromNs, { cpu }));
    const runs = [{ cpu: 0, startNs: 100, endNs: 200 }];
    assert.equal(isWithinRuns(hop(199, 900), runs), true);
    assert.equal(isWithinRuns(hop(200, 900), runs), false);
    assert.equal(isWithinRuns(hop(50, 249), runs), true);
    assert.equal(isWithinRuns(hop(50, 250), runs), false);
    assert.equal(isWithinRuns(hop(150, 190, 1), runs), false);
    assert.equal(isWithinRuns(hop(150, 190), []), false);
  });
});

describe('lateness', () => {
  const runs = [
    { cpu: 0, startNs: 100e6, endNs: 300e6 },
    { cpu: 1, startNs: 600e6, endNs: 601e6 },
  ];

  it('tells late packets of the run from late and on-time packets beside it', () => {
    const packets = [
      waiting(110e6, 190e6),
      waiting(120e6, 180e6, { softirq: false }),
      waiting(400e6, 60e6),
      waiting(405e6, 50e6, { cpu: 1 }),
      waiting(290e6, 10e6),
      waiting(700e6, 1e6),
    ];
    assert.deepEqual(lateness(packets, runs), {
      packets: 6,
      late: 4,
      gapMaxNs: 190e6,
      lateWithin: 0.5,
      onTimeWithin: 0.5,
      lateOnCpu: 0.75,
      lateInSoftirq: 0.5,
    });
  });

  it('has no share of no packets', () => {
    const { late, lateWithin, lateOnCpu } = lateness([waiting(1, 5)], runs);
    assert.deepEqual([late, lateWithin, lateOnCpu], [0, undefined, undefined]);
    assert.equal(lateness([waiting(1, 5)], [], 1).lateOnCpu, 0);
    assert.throws(() => lateness([], runs), RangeError);
  });
});
