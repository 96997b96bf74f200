import type { PathTrace } from '../probes/packet-path.js';
import type { TableAttachment } from '../types.js';
import { longestHop, type Packet } from './packet-hops.js';

const COLUMNS = ['step', 'function', 'interface', 'namespace', 'CPU', 'process', 'time', 'gap'];

/**
 * The way of the packet that waited longest in one hop, a row a step; the first of equals. Times are the kernel's,
 * in seconds of the clock mono, and gaps are from the step before.
 * @throws RangeError without packets
 */
export function worstPacketTable(
  packets: readonly Packet[],
  { namespaces }: Pick<PathTrace, 'namespaces'>,
  about: Pick<TableAttachment, 'name' | 'title' | 'factors'>,
): TableAttachment {
  const [first, ...rest] = packets;
  if (first === undefined) throw new RangeError('no packet was traced on its whole way');
  const gapNs = (packet: Packet) => longestHop(packet).gapNs;
  const worst = rest.reduce((most, packet) => (gapNs(packet) > gapNs(most) ? packet : most), first);
  const hop = longestHop(worst);
  const at = hop.to.softirq ? 'in a softirq' : `as ${hop.to.process}`;
  return {
    ...about,
    kind: 'table',
    columns: COLUMNS,
    rows: rowsOf(worst, namespaces),
    note: `It waited ${microseconds(hop.gapNs)} before ${hop.to.step}, which then ran on CPU ${hop.to.cpu} ${at}.`,
  };
}

function rowsOf(packet: Packet, namespaces: Map<string, string>): string[][] {
  // The sender's first step comes before the packet has a device: it is that of the next.
  let device = packet.find((event) => event.device !== null)?.device ?? null;
  return packet.map((event, i) => {
    device = event.device ?? device;
    const before = packet[i - 1];
    return [
      String(i + 1),
      event.step,
      device ?? '-',
      (device !== null && namespaces.get(device)) || '-',
      String(event.cpu),
      event.softirq ? `${event.process} (softirq)` : event.process,
      `${(event.timeNs / 1e9).toFixed(6)} s`,
      before === undefined ? '–' : microseconds(event.timeNs - before.timeNs),
    ];
  });
}

/** The trace's times are whole microseconds. */
export function microseconds(ns: number): string {
  return `${String(ns / 1e3).replace(/\B(?=(\d{3})+$)/g, ',')} µs`;
}
