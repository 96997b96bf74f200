import {
  type Attachment,
  echoesOf,
  gapTable,
  lateness,
  type Measurement,
  measured,
  packetsOf,
  parsePacketPath,
  type StepDraft,
  section,
  sections,
  sh,
  type Trial,
  worstPacketTable,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { measuring } from '../reach.js';
import { overhead, pathsIn, RATE, secondsOf } from './beside.js';

/**
 * The way of every probe and its reply through the stack, by path: with steering the packet itself waits for the timer's CPU, with
 * the receiver there the process does, and away from it nothing should.
 */
export function packetPath(trial: Trial, rules: number): StepDraft[] {
  const paths = trial.profile === 'smoke' ? ['receiver'] : ['rps', 'receiver', 'away'];
  return pathsIn(trial, 'packet-path', paths).map((path) =>
    measuring(rules, sh('guest/trace-path.sh', path, RATE, secondsOf(trial)), {
      title: `packet path ${path} at ${rules}`,
      deadlineS: 2 * secondsOf(trial) + 120,
      factors: { path },
      parse: parsePath,
      attachments: waits,
    }),
  );
}

function read(stdout: string) {
  const all = sections(stdout);
  const trace = parsePacketPath(section(all, 'trace'));
  const echoes = echoesOf(packetsOf(trace.events));
  return { all, trace, echoes, factors: estimationOf(all, 1) ?? {} };
}

/**
 * Output of `trace-path.sh`. Shares of late probes are left out where none was late, and on a kernel without the timer,
 * where nothing can lie within its runs.
 */
export function parsePath(stdout: string): Measurement[] {
  const { all, trace, echoes, factors } = read(stdout);
  const found = lateness(echoes, trace.runs);
  const ofRuns = {
    late_within_timer: found.lateWithin,
    ontime_within_timer: found.onTimeWithin,
    late_on_timer_cpu: found.lateOnCpu,
    late_in_softirq: found.lateInSoftirq,
  };
  const numbers = {
    path_gap_max: found.gapMaxNs,
    path_late_probes: found.late,
    ...(!trace.lacking.includes('estimation_timer') && ofRuns),
    path_overhead: all.has('plain') ? overhead(all) : undefined,
  };
  return measured(numbers, factors);
}

/** The table of the write-up: one request and its reply, step by step; and where else probes waited. */
export function waits(stdout: string): Attachment[] {
  const { trace, echoes, factors } = read(stdout);
  const title = 'The probe that waited longest in one hop, with its reply';
  return [
    worstPacketTable(echoes, trace, { name: 'worst-packet', title, factors }),
    gapTable(echoes, { name: 'late-gaps', title: 'Hops that took 50 ms or longer', factors }),
  ];
}
