import { answeredInTime, latencyQuantiles } from '../probes/tcp-probe.js';
import { parseUdpProbe } from '../probes/udp-probe.js';
import type { Measurement } from '../types.js';
import { metric } from './declare.js';
import { measured } from './measured.js';

/**
 * What users send: `tcp_latency_p50`, `_p99` and `_max` of requests over connections that stay open, and of HTTP-like requests over one
 * each the share that a client with this time-out calls errors, `request_error_share`, and the rest, `request_in_time_share`.
 */
export const timelyRequests = (deadlineMs: number) => ({
  metrics: [
    metric('tcp_latency_p50', 'ns', 'TCP request from the intended send time, p50'),
    metric('tcp_latency_p99', 'ns', 'TCP request, p99'),
    metric('tcp_latency_max', 'ns', 'TCP request, max'),
    metric('request_error_share', 'share', `HTTP-like requests not answered within ${deadlineMs} ms`, {
      nondeterministic: true,
    }),
    metric('request_in_time_share', 'share', `HTTP-like requests answered within ${deadlineMs} ms`, {
      better: 'higher',
      nondeterministic: true,
    }),
  ],
  /** From what tcp-probe printed of each kind. */
  measure: (tcp: string, http: string): Measurement[] => {
    const quantiles = latencyQuantiles(parseUdpProbe(tcp), 'tcp_latency');
    const inTime = answeredInTime(parseUdpProbe(http), deadlineMs * 1e6);
    return [...quantiles, ...measured({ request_error_share: 1 - inTime, request_in_time_share: inTime })];
  },
});
