import { quantile } from 'simple-statistics';
import type { Measurement } from '../types.js';
import type { ProbeRow } from './udp-probe.js';

const QUANTILES: readonly [string, number][] = [
  ['p50', 0.5],
  ['p99', 0.99],
  ['max', 1],
];

/**
 * Quantiles (type 7) `NAME_p50`, `NAME_p99` and `NAME_max` of the latency from the intended time, of the requests that
 * were answered. tcp-probe prints rows as udp-probe does.
 * @throws when none was answered
 */
export function latencyQuantiles(rows: readonly ProbeRow[], name: string): Measurement[] {
  const latenciesNs = rows.flatMap(({ intendedNs, receivedNs }) =>
    receivedNs === null ? [] : [receivedNs - intendedNs],
  );
  if (latenciesNs.length === 0) throw new Error(`none of ${rows.length} requests was answered`);
  return QUANTILES.map(([suffix, share]) => ({
    metric: `${name}_${suffix}`,
    iteration: 0,
    value: quantile(latenciesNs, share),
  }));
}

/**
 * Share of the requests that were answered within `deadlineNs` of their intended time; the rest is what a client
 * with such a time-out counts as errors.
 * @throws RangeError without requests
 */
export function answeredInTime(rows: readonly ProbeRow[], deadlineNs: number): number {
  if (rows.length === 0) throw new RangeError('no request was due');
  const inTime = rows.filter(
    ({ intendedNs, receivedNs }) => receivedNs !== null && receivedNs - intendedNs <= deadlineNs,
  );
  return inTime.length / rows.length;
}
