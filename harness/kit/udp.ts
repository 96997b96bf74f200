import { parseUdpProbe, probeMeasurements } from '../probes/udp-probe.js';
import type { Metric } from '../types.js';
import { metric } from './declare.js';

/** Where single packets fall decides these, whatever the clock counts. */
const ofPackets = (name: string, title: string): Metric =>
  metric(name, 'ns', title, { nondeterministic: true });

/** Each metric that `probeMeasurements` gives of a UDP probe. */
export const UDP_METRICS: readonly Metric[] = [
  metric('probe_latency_p50', 'ns', 'UDP round trip from the intended send time, p50'),
  ofPackets('probe_latency_p90', 'UDP round trip, p90'),
  ofPackets('probe_latency_p99', 'UDP round trip, p99'),
  ofPackets('probe_latency_p999', 'UDP round trip, p99.9'),
  ofPackets('probe_latency_max', 'UDP round trip, max'),
  metric('probe_late_share', 'share', 'packets later than 50 ms, or lost', { nondeterministic: true }),
  metric('probe_lost', 'count', 'packets lost'),
  ofPackets('probe_latency', 'UDP round trip of each packet'),
];

/** Median latency of one UDP probe over that of another: what is done beside the first costs it. */
export function medianRatio(over: string, under: string): number {
  const median = (stdout: string): number => {
    const all = probeMeasurements(parseUdpProbe(stdout));
    return all.find(({ metric: name }) => name === 'probe_latency_p50')!.value;
  };
  return median(over) / median(under);
}
