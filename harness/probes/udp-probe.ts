import { quantile } from 'simple-statistics';
import type { Measurement } from '../types.js';
import { csvRows, integerOf } from './csv-rows.js';

export interface ProbeRow {
  sequence: number;
  intendedNs: number;
  sentNs: number;
  /** Null when the packet was lost. */
  receivedNs: number | null;
  /**
   * When the kernel took the answer from the device, before the softirq that delivers it: in ns of CLOCK_MONOTONIC, as the
   * others. Null where that is not known, and always of tcp-probe.
   */
  kernelReceivedNs: number | null;
}

const COLUMNS = ['sequence', 'intended_ns', 'sent_ns', 'received_ns'] as const;
const KERNEL_COLUMN = 'kernel_received_ns';
const LATE_NS = 50e6;
const QUANTILES: readonly [string, number][] = [
  ['probe_latency_p50', 0.5],
  ['probe_latency_p90', 0.9],
  ['probe_latency_p99', 0.99],
  ['probe_latency_p999', 0.999],
  ['probe_latency_max', 1],
];

/** Reads what `udp-probe client` prints, or `tcp-probe client`, which does not say when the kernel received an answer. */
export function parseUdpProbe(stdout: string): ProbeRow[] {
  const [header] = stdout.split(/\r?\n/, 1);
  const rows =
    header === `${COLUMNS.join()},${KERNEL_COLUMN}`
      ? csvRows(stdout, [...COLUMNS, KERNEL_COLUMN])
      : csvRows(stdout, COLUMNS).map((row) => ({ ...row, [KERNEL_COLUMN]: '' }));
  return rows.map((row, i) => {
    if (integerOf(row.sequence, `sequence of row ${i}`) !== i) {
      throw new Error(`row ${i} has sequence ${row.sequence}`);
    }
    const sentNs = integerOf(row.sent_ns, `sent_ns of row ${i}`);
    const receivedNs = row.received_ns === '' ? null : integerOf(row.received_ns, `received_ns of row ${i}`);
    if (receivedNs !== null && receivedNs < sentNs) {
      throw new Error(`row ${i} was answered before it was sent: the clock was set back meanwhile`);
    }
    return {
      sequence: i,
      intendedNs: integerOf(row.intended_ns, `intended_ns of row ${i}`),
      sentNs,
      receivedNs,
      kernelReceivedNs:
        row.kernel_received_ns === ''
          ? null
          : integerOf(row.kernel_received_ns, `kernel_received_ns of row ${i}`),
    };
  });
}

/**
 * The latency of each packet from its intended time, and under iteration 0 what sums them up. Quantiles
 * (type 7) are of the packets that came back: read them beside `probe_lost`. A lost packet counts as late.
 */
export function probeMeasurements(rows: readonly ProbeRow[]): Measurement[] {
  const packets: Measurement[] = [];
  for (const { sequence, intendedNs, receivedNs } of rows) {
    if (receivedNs !== null) {
      packets.push({ metric: 'probe_latency', iteration: sequence, value: receivedNs - intendedNs });
    }
  }
  if (packets.length === 0) throw new Error(`none of ${rows.length} packets came back`);
  const latenciesNs = packets.map((packet) => packet.value);
  const found = quantile(
    latenciesNs,
    QUANTILES.map(([, share]) => share),
  );
  const lost = rows.length - packets.length;
  const late = lost + latenciesNs.filter((latencyNs) => latencyNs > LATE_NS).length;
  const whole = (metric: string, value: number): Measurement => ({ metric, iteration: 0, value });
  return [
    ...packets,
    ...QUANTILES.map(([metric], i) => whole(metric, found[i]!)),
    whole('probe_late_share', late / rows.length),
    whole('probe_lost', lost),
  ];
}
