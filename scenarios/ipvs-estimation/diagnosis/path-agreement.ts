import {
  type Measurement,
  packetAgreement,
  packetsOf,
  parsePacketPath,
  type StepDraft,
  section,
  sections,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { atTop, overhead, RATE, secondsOf } from './beside.js';

/** The path with the most steps across CPUs; and the one that the timer leaves alone, for what tracing costs. */
const PATH = 'rps';
const QUIET_PATH = 'away';

/** Packets traced by tracefs and by bpftrace at the same time, at the highest level. */
export function pathAgreement(trial: Trial, rules: number): StepDraft[] {
  if (!atTop(trial, rules)) return [];
  return [
    {
      title: `path agreement at ${rules}`,
      argv: ['sh', 'guest/compare-paths.sh', PATH, String(RATE), String(secondsOf(trial))],
      // bpftrace takes up to 20 s to attach its probes, twice.
      deadlineS: 3 * secondsOf(trial) + 180,
      onFailure: 'continue',
      level: rules,
      factors: { rules, path: PATH },
      parse: parseAgreement,
    },
  ];
}

/** Output of `compare-paths.sh`; nothing where there is no bpftrace. */
export function parseAgreement(stdout: string): Measurement[] {
  if (stdout.startsWith('# netknee: no bpftrace')) return [];
  const all = sections(stdout);
  const packets = (name: string) => packetsOf(parsePacketPath(section(all, name)).events);
  const found = packetAgreement(packets('tracefs'), packets('bpftrace'));
  const factors = estimationOf(all, 1) ?? {};
  const one = (metric: string, value: number): Measurement => ({ metric, iteration: 0, value, factors });
  return [
    one('paths_seen_by_both', found.seenByBoth),
    one('path_gap_difference', found.gapDifferenceNs),
    one('path_same_hop', found.sameHop),
    { ...one('bpftrace_overhead', overhead(all)), factors: { ...factors, path: QUIET_PATH } },
  ];
}
