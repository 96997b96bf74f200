import { quantile } from 'simple-statistics';
import type { Measurement } from '../types.js';
import { csvRows, integerOf } from './csv-rows.js';

export interface UdpProbeOptions {
  address: string;
  port: number;
  /** Packets per second, 1 to 20000. */
  rate: number;
  /** 1 to 600. */
  seconds: number;
  cpu?: number;
  /** Packets sent before those that are recorded. */
  warmup?: number;
}

export interface ProbeRow {
  sequence: number;
  intendedNs: number;
  sentNs: number;
  /** Null when the packet was lost. */
  receivedNs: number | null;
}

const COLUMNS = ['sequence', 'intended_ns', 'sent_ns', 'received_ns'] as const;
const LATE_NS = 50e6;
const QUANTILES: readonly [string, number][] = [
  ['probe_latency_p50', 0.5],
  ['probe_latency_p90', 0.9],
  ['probe_latency_p99', 0.99],
  ['probe_latency_p999', 0.999],
  ['probe_latency_max', 1],
];

export function udpServerArgv(port: number, cpu?: number): string[] {
  return ['udp-probe', 'server', bounded('port', port, 1, 65535), ...option('cpu', cpu, 0, 1023)];
}

export function udpClientArgv(options: UdpProbeOptions): string[] {
  return [
    'udp-probe',
    'client',
    options.address,
    bounded('port', options.port, 1, 65535),
    ...option('rate', options.rate, 1, 20000),
    ...option('seconds', options.seconds, 1, 600),
    ...option('cpu', options.cpu, 0, 1023),
    ...option('warmup', options.warmup, 0, 1_000_000),
  ];
}

function option(name: string, value: number | undefined, least: number, most: number): string[] {
  return value === undefined ? [] : [`--${name}`, bounded(name, value, least, most)];
}

function bounded(name: string, value: number, least: number, most: number): string {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} ${value} is not a whole number from ${least} to ${most}`);
  }
  return String(value);
}

/** Reads what `udp-probe client` prints. */
export function parseUdpProbe(stdout: string): ProbeRow[] {
  return csvRows(stdout, COLUMNS).map((row, i) => {
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
