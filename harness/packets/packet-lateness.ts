import type { FunctionRun } from '../probes/packet-path.js';
import { isWithinRuns, longestHop, type Packet } from './packet-hops.js';

/** Whether packets, or whole echoes, are late because of the function's runs. A share of none is undefined. */
export interface Lateness {
  packets: number;
  /** Those with a hop of at least the threshold. */
  late: number;
  /** The longest hop of all. */
  gapMaxNs: number;
  /** Share of the late ones whose longest hop lay within runs of the function on its CPU. */
  lateWithin: number | undefined;
  /** The same of the others: what it would be if runs and waits had nothing to do with each other. */
  onTimeWithin: number | undefined;
  /** Share of the late ones whose longest hop ended on the CPU of the function's longest run. */
  lateOnCpu: number | undefined;
  /** Share of the late ones whose longest hop ended there, and in a softirq. */
  lateInSoftirq: number | undefined;
}

/** The write-up calls a hop late from 50 ms on. */
export const LATE_HOP_NS = 50e6;

/**
 * Sets late packets against the runs of a function. `lateWithin` alone would be high for any function that runs most
 * of the time; beside `onTimeWithin` it tells a cause from a coincidence.
 * @throws RangeError without packets
 */
export function lateness(
  packets: readonly Packet[],
  runs: readonly FunctionRun[],
  lateNs = LATE_HOP_NS,
): Lateness {
  if (packets.length === 0) throw new RangeError('no packet was traced on its whole way');
  const hops = packets.map(longestHop);
  const late = hops.filter(({ gapNs }) => gapNs >= lateNs);
  const onTime = hops.filter(({ gapNs }) => gapNs < lateNs);
  const cpu = cpuOfLongest(runs);
  return {
    packets: packets.length,
    late: late.length,
    gapMaxNs: hops.reduce((most, { gapNs }) => Math.max(most, gapNs), 0),
    lateWithin: shareOf(late, (hop) => isWithinRuns(hop, runs)),
    onTimeWithin: shareOf(onTime, (hop) => isWithinRuns(hop, runs)),
    lateOnCpu: shareOf(late, ({ to }) => to.cpu === cpu),
    lateInSoftirq: shareOf(late, ({ to }) => to.cpu === cpu && to.softirq),
  };
}

function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number | undefined {
  return all.length === 0 ? undefined : all.filter(holds).length / all.length;
}

function cpuOfLongest(runs: readonly FunctionRun[]): number | undefined {
  const [first, ...rest] = runs;
  const length = ({ startNs, endNs }: FunctionRun) => endNs - startNs;
  return first && rest.reduce((a, b) => (length(b) > length(a) ? b : a), first).cpu;
}
