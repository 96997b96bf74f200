import assert from 'node:assert/strict';
import { packetAgreement } from './packet-agreement.js';
import type { Packet } from './packet-hops.js';

/** A packet that waits before it is received. */
const packet = (buffer: string, startNs: number, waitNs: number, cpu = 0): Packet =>
  [
    { step: 'ip_output', timeNs: startNs },
    { step: 'ip_rcv', timeNs: startNs + waitNs },
    { step: '__udp4_lib_rcv', timeNs: startNs + waitNs + 1 },
  ].map((event) => ({ ...event, buffer, cpu, process: 'a-1', softirq: true, device: null }));

describe('packetAgreement', () => {
  it('matches packets by buffer and time, each once', () => {
    const some = [packet('a', 0, 50), packet('a', 5e6, 60), packet('b', 0, 70), packet('c', 0, 9)];
    const others = [
      packet('a', 10, 52),
      packet('a', 5e6 - 10, 66),
      packet('b', 20e6, 70),
      packet('c', 9, 9, 1),
    ];
    assert.deepEqual(packetAgreement(some, others), {
      seenByBoth: 3 / 5,
      gapDifferenceNs: 2,
      sameHop: 2 / 3,
    });
    assert.equal(
      packetAgreement([packet('a', 0, 5), packet('a', 9, 5)], [packet('a', 1, 5)]).seenByBoth,
      0.5,
    );
  });

  it('throws where nothing agrees', () => {
    assert.throws(() => packetAgreement([packet('a', 0, 50)], [packet('a', 10e6 + 1, 50)]), RangeError);
    assert.throws(() => packetAgreement([], []), RangeError);
  });
});
