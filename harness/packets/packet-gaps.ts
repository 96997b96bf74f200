import type { TableAttachment } from '../types.js';
import { type Hop, hopsOf, type Packet } from './packet-hops.js';
import { LATE_HOP_NS } from './packet-lateness.js';
import { microseconds } from './packet-table.js';

/**
 * Every gap of at least `lateNs`, by the hop and the CPU where it arose: how many there are, from when to when, and the
 * longest; most first. A process is named by its command, without its number.
 */
export function gapTable(
  packets: readonly Packet[],
  about: Pick<TableAttachment, 'name' | 'title' | 'factors'>,
  lateNs = LATE_HOP_NS,
): TableAttachment {
  const late = packets.flatMap(hopsOf).filter(({ gapNs }) => gapNs >= lateNs);
  const alike = new Map<string, Hop[]>();
  for (const hop of late) {
    const key = [hop.from.step, hop.to.step, hop.from.cpu, hop.to.cpu, ranAs(hop)].join();
    alike.set(key, [...(alike.get(key) ?? []), hop]);
  }
  return {
    ...about,
    kind: 'table',
    columns: ['from', 'to', 'CPU', 'process', 'gaps', 'first', 'last', 'longest'],
    rows: [...alike.values()].sort((a, b) => b.length - a.length).map(rowOf),
    note: `${late.length} gaps of ${microseconds(lateNs)} or longer in ${packets.length} ways.`,
  };
}

function rowOf(hops: Hop[]): string[] {
  const [{ from, to }] = hops as [Hop];
  const ends = hops.map((hop) => hop.to.timeNs);
  const seconds = (ns: number) => `${(ns / 1e9).toFixed(6)} s`;
  return [
    from.step,
    to.step,
    from.cpu === to.cpu ? String(to.cpu) : `${from.cpu} to ${to.cpu}`,
    ranAs(hops[0]!),
    String(hops.length),
    seconds(Math.min(...ends)),
    seconds(Math.max(...ends)),
    microseconds(Math.max(...hops.map(({ gapNs }) => gapNs))),
  ];
}

function ranAs({ to }: Hop): string {
  const command = to.process.replace(/-\d+$/, '');
  return to.softirq ? `${command} (softirq)` : command;
}
