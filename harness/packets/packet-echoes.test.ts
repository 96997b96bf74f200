import assert from 'node:assert/strict';
import { echoesOf } from './packet-echoes.js';
import type { Packet } from './packet-hops.js';

/** A packet that one process sends and another takes off its socket. */
const packet = (sent: [string, number], taken: [string, number]): Packet =>
  [
    { step: 'ip_output', by: sent },
    { step: 'skb_consume_udp', by: taken },
  ].map(({ step, by: [process, timeNs] }) => ({
    step,
    process,
    timeNs,
    cpu: 0,
    softirq: false,
    buffer: 'a',
    device: null,
  }));
const ways = (packets: Packet[]) =>
  echoesOf(packets).map((echo) => echo.map(({ process, timeNs }) => `${process}@${timeNs}`).join(' '));

describe('echoesOf', () => {
  it('joins what a server sends to what it took before, however many wait', () => {
    const requests = [packet(['client-1', 0], ['server-9', 30]), packet(['client-1', 5], ['server-9', 50])];
    const replies = [packet(['server-9', 40], ['client-2', 70]), packet(['server-9', 60], ['client-2', 80])];
    assert.deepEqual(ways([...requests, ...replies]), [
      'client-1@0 server-9@30 server-9@40 client-2@70',
      'client-1@5 server-9@50 server-9@60 client-2@80',
    ]);
  });

  it('begins anew where a client sends after a reply', () => {
    const all = [
      packet(['client-1', 0], ['server-9', 10]),
      packet(['server-9', 11], ['client-1', 20]),
      packet(['client-1', 21], ['server-9', 30]),
      packet(['server-9', 31], ['client-1', 40]),
    ];
    assert.deepEqual(ways(all), [
      'client-1@0 server-9@10 server-9@11 client-1@20',
      'client-1@21 server-9@30 server-9@31 client-1@40',
    ]);
  });

  it('leaves a request alone that has no reply', () => {
    const all = [
      packet(['client-1', 0], ['server-9', 10]),
      packet(['client-1', 1], ['server-9', 20]),
      packet(['server-9', 21], ['client-2', 30]),
    ];
    assert.deepEqual(ways(all), ['client-1@0 server-9@10', 'client-1@1 server-9@20 server-9@21 client-2@30']);
    assert.deepEqual(ways([]), []);
  });
});
