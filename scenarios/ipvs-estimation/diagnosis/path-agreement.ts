import {
  type Measurement,
  measured,
  packetAgreement,
  packetsOf,
  parsePacketPath,
  type StepDraft,
  section,
  sections,
  sh,
  stamped,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { measuring } from '../reach.js';
import { overhead, RATE, secondsOf } from './beside.js';

/** The path with the most steps across CPUs; and the one that the timer leaves alone, for what tracing costs. */
const PATH = 'rps';
const QUIET_PATH = 'away';

/** Packets traced by tracefs and by bpftrace at the same time. */
export const pathAgreement = (trial: Trial, rules: number): StepDraft[] => [
  measuring(rules, sh('guest/compare-paths.sh', PATH, RATE, secondsOf(trial)), {
    title: `path agreement at ${rules}`,
    // bpftrace takes up to 20 s to attach its probes, twice.
    deadlineS: 3 * secondsOf(trial) + 180,
    factors: { path: PATH },
    parse: parseAgreement,
  }),
];

/** Output of `compare-paths.sh`; nothing where there is no bpftrace. */
export function parseAgreement(stdout: string): Measurement[] {
  if (stdout.startsWith('# netknee: no bpftrace')) return [];
  const all = sections(stdout);
  const packets = (name: string) => packetsOf(parsePacketPath(section(all, name)).events);
  const found = packetAgreement(packets('tracefs'), packets('bpftrace'));
  const both = measured({
    paths_seen_by_both: found.seenByBoth,
    path_gap_difference: found.gapDifferenceNs,
    path_same_hop: found.sameHop,
  });
  const price = measured({ bpftrace_overhead: overhead(all) }, { path: QUIET_PATH });
  return stamped([...both, ...price], estimationOf(all, 1) ?? {});
}
