import type { FunctionRun, PathEvent } from '../probes/packet-path.js';

/** One packet's steps in order, from its sending on. */
export type Packet = PathEvent[];

/** From one step of a packet to the next. */
export interface Hop {
  from: PathEvent;
  /** Where the packet went on: its CPU and process are those that let it wait. */
  to: PathEvent;
  gapNs: number;
}

/** Steps in the order of a way across a veth pair; those of one line stand in for each other. */
const ORDER = [
  ['ip_output'],
  ['dev_hard_start_xmit', 'net_dev_start_xmit'],
  ['__netif_rx', 'netif_rx'],
  ['__netif_receive_skb', 'netif_receive_skb'],
  ['ip_rcv'],
  ['__udp4_lib_rcv'],
  ['__udp_enqueue_schedule_skb'],
  ['skb_consume_udp'],
];
const PLACES = new Map(ORDER.flatMap((names, place) => names.map((name) => [name, place])));
const RECEIVED = placeOf('__udp4_lib_rcv');

function placeOf(step: string): number {
  const place = PLACES.get(step);
  if (place === undefined) throw new RangeError(`${step} is no step of a packet's way`);
  return place;
}

/**
 * Tells packets apart: those of UDP that were sent and received while the trace ran, in the order of their sending.
 *
 * A socket buffer's address is another packet's as soon as the buffer is freed, and no step tells that. But a packet
 * goes the way once, forwards: a step at or before the last one of that address begins another packet. An echo is two
 * packets, request and reply.
 * @throws RangeError on a step that is not on the way
 */
export function packetsOf(events: readonly PathEvent[]): Packet[] {
  const packets: Packet[] = [];
  const latest = new Map<string, Packet>();
  for (const event of events) {
    const open = latest.get(event.buffer);
    if (open !== undefined && placeOf(event.step) > placeOf(open.at(-1)!.step)) {
      open.push(event);
    } else {
      const packet = [event];
      latest.set(event.buffer, packet);
      packets.push(packet);
    }
  }
  return packets.filter(
    (packet) => placeOf(packet[0]!.step) === 0 && packet.some(({ step }) => placeOf(step) >= RECEIVED),
  );
}

/** Every hop of a packet; none when it has one step. */
export function hopsOf(packet: Packet): Hop[] {
  return packet.slice(1).map((to, i) => ({ from: packet[i]!, to, gapNs: to.timeNs - packet[i]!.timeNs }));
}

/** Where a packet waited longest, the first of equals. @throws RangeError when it has no hop */
export function longestHop(packet: Packet): Hop {
  const [first, ...rest] = hopsOf(packet);
  if (first === undefined) throw new RangeError('a packet of one step has no hop');
  return rest.reduce((longest, hop) => (hop.gapNs > longest.gapNs ? hop : longest), first);
}

/**
 * Whether a wait lay within runs of the function on the CPU where it ended: it began in one, or more than half of it
 * passed in them. Not the whole need to: those that waited before it are served first. And it may begin before the
 * run, of which a softirq of packets has to wait for that of timers.
 */
export function isWithinRuns({ from, to, gapNs }: Hop, runs: readonly FunctionRun[]): boolean {
  const there = runs.filter(({ cpu }) => cpu === to.cpu);
  if (there.some(({ startNs, endNs }) => startNs <= from.timeNs && from.timeNs < endNs)) return true;
  const coveredNs = there
    .map(({ startNs, endNs }) => Math.min(endNs, to.timeNs) - Math.max(startNs, from.timeNs))
    .reduce((sum, ns) => sum + Math.max(0, ns), 0);
  return coveredNs > gapNs / 2;
}
