import { median } from 'simple-statistics';
import { longestHop, type Packet } from './packet-hops.js';

/** How far two probes that traced the same packets at the same time tell the same. */
export interface Agreement {
  /** Packets that both saw, over those that either saw. */
  seenByBoth: number;
  /** Of those, the median of how far the longest waits differ. */
  gapDifferenceNs: number;
  /** Share of those whose longest wait ended at the same step and on the same CPU for both. */
  sameHop: number;
}

/** More than two probes of one function lie apart even where a virtual CPU loses its host in between. */
const SAME_NS = 10e6;

/**
 * Two packets are the same when they have the same buffer and begin within 10 ms of each other, and none begins closer.
 * @throws RangeError when none is
 */
export function packetAgreement(some: readonly Packet[], others: readonly Packet[]): Agreement {
  const byBuffer = new Map<string, Packet[]>();
  for (const packet of others) {
    const { buffer } = packet[0]!;
    byBuffer.set(buffer, [...(byBuffer.get(buffer) ?? []), packet]);
  }
  const pairs = some.flatMap((packet) => {
    const { buffer, timeNs } = packet[0]!;
    const candidates = byBuffer.get(buffer) ?? [];
    const apart = candidates.map((other) => Math.abs(other[0]!.timeNs - timeNs));
    const least = Math.min(...apart);
    if (least > SAME_NS) return [];
    const [other] = candidates.splice(apart.indexOf(least), 1);
    return [{ one: longestHop(packet), other: longestHop(other!) }];
  });
  if (pairs.length === 0) throw new RangeError('no packet was seen by both probes');
  const isSame = ({ one, other }: (typeof pairs)[number]) =>
    one.to.step === other.to.step && one.to.cpu === other.to.cpu;
  return {
    seenByBoth: pairs.length / (some.length + others.length - pairs.length),
    gapDifferenceNs: median(pairs.map(({ one, other }) => Math.abs(one.gapNs - other.gapNs))),
    sameHop: pairs.filter(isSame).length / pairs.length,
  };
}
