import {
  answeredInTime,
  latencyQuantiles,
  type Measurement,
  measured,
  parseUdpProbe,
  type StepDraft,
  section,
  sections,
  sh,
  stamped,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { measuring } from '../reach.js';
import { pathsIn, secondsOf } from './beside.js';

/** A connection of its own for each GET costs an emulated guest some milliseconds. */
const RATE = 60;
/** The threshold of a late packet, as a client's time-out. */
const DEADLINE_MS = 50;

/** Requests over TCP, as users send them. */
export const requests = (trial: Trial, rules: number): StepDraft[] =>
  pathsIn(trial, 'requests', ['receiver', 'away']).map((path) =>
    measuring(rules, sh('guest/request-path.sh', path, RATE, secondsOf(trial), DEADLINE_MS), {
      title: `requests ${path} at ${rules}`,
      deadlineS: 2 * secondsOf(trial) + 120,
      factors: { path },
      parse: parseRequests,
    }),
  );

/** Output of `request-path.sh`. */
export function parseRequests(stdout: string): Measurement[] {
  const all = sections(stdout);
  const tcp = latencyQuantiles(parseUdpProbe(section(all, 'tcp')), 'tcp_latency');
  const inTime = answeredInTime(parseUdpProbe(section(all, 'http')), DEADLINE_MS * 1e6);
  const http = measured({ request_error_share: 1 - inTime, request_in_time_share: inTime });
  return stamped([...tcp, ...http], estimationOf(all, 1) ?? {});
}
