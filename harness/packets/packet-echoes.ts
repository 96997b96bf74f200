import type { Packet } from './packet-hops.js';

/**
 * Joins requests and their replies: the whole way of an echo, in the order of sending. A reply is the first packet that
 * a process sends after it took one off its socket, unless that was a reply itself; so a server has to answer one
 * after the other, and a request that has no reply stands alone.
 */
export function echoesOf(packets: readonly Packet[]): Packet[] {
  const moments = packets
    .flatMap((packet) => [
      { at: packet[0]!, packet, sent: true },
      { at: packet.at(-1)!, packet, sent: false },
    ])
    .sort((a, b) => a.at.timeNs - b.at.timeNs);
  const taken = new Map<string, Packet>();
  const replies = new Map<Packet, Packet>();
  const isReply = new Set<Packet>();
  for (const { at, packet, sent } of moments) {
    const request = taken.get(at.process);
    if (!sent && !isReply.has(packet)) taken.set(at.process, packet);
    if (sent && request !== undefined) {
      replies.set(request, packet);
      isReply.add(packet);
    }
    if (sent) taken.delete(at.process);
  }
  return packets
    .filter((packet) => !isReply.has(packet))
    .map((packet) => [...packet, ...(replies.get(packet) ?? [])]);
}
