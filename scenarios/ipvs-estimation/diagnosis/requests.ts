import {
  answeredInTime,
  latencyQuantiles,
  type Measurement,
  parseUdpProbe,
  type StepDraft,
  section,
  sections,
  stamped,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { atTop, pathsIn, secondsOf } from './beside.js';

/** A connection of its own for each GET costs an emulated guest some milliseconds. */
const RATE = 60;
/** The threshold of a late packet, as a client's time-out. */
const DEADLINE_MS = 50;

/** Requests over TCP, as users send them, at the highest level. */
export function requests(trial: Trial, rules: number): StepDraft[] {
  if (!atTop(trial, rules)) return [];
  return pathsIn(trial, 'requests', ['receiver', 'away']).map((path) => ({
    title: `requests ${path} at ${rules}`,
    argv: ['sh', 'guest/request-path.sh', path, String(RATE), String(secondsOf(trial)), String(DEADLINE_MS)],
    deadlineS: 2 * secondsOf(trial) + 120,
    onFailure: 'continue',
    level: rules,
    factors: { rules, path },
    parse: parseRequests,
  }));
}

/** Output of `request-path.sh`. */
export function parseRequests(stdout: string): Measurement[] {
  const all = sections(stdout);
  const tcp = parseUdpProbe(section(all, 'tcp'));
  const inTime = answeredInTime(parseUdpProbe(section(all, 'http')), DEADLINE_MS * 1e6);
  const measured = [
    ...latencyQuantiles(tcp, 'tcp_latency'),
    { metric: 'request_error_share', iteration: 0, value: 1 - inTime },
    { metric: 'request_in_time_share', iteration: 0, value: inTime },
  ];
  return stamped(measured, estimationOf(all, 1) ?? {});
}
