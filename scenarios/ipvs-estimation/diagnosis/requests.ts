import {
  answeredInTime,
  latencyQuantiles,
  type Measurement,
  measured,
  parseUdpProbe,
  section,
  sections,
  stamped,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';

/** The threshold of a late packet, as a client's time-out. */
export const DEADLINE_MS = 50;

/** Output of `request-path.sh`: requests over TCP, as users send them. */
export function parseRequests(stdout: string): Measurement[] {
  const all = sections(stdout);
  const tcp = latencyQuantiles(parseUdpProbe(section(all, 'tcp')), 'tcp_latency');
  const inTime = answeredInTime(parseUdpProbe(section(all, 'http')), DEADLINE_MS * 1e6);
  const http = measured({ request_error_share: 1 - inTime, request_in_time_share: inTime });
  return stamped([...tcp, ...http], estimationOf(all, 1) ?? {});
}
