import {
  type Attachment,
  echoesOf,
  gapTable,
  lateness,
  type Measurement,
  packetsOf,
  parsePacketPath,
  type StepDraft,
  section,
  sections,
  type Trial,
  worstPacketTable,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { atTop, overhead, pathsIn, RATE, secondsOf } from './beside.js';

const TIMER = 'estimation_timer';

/**
 * The way of every probe and its reply through the stack, by path, at the highest level: with steering the packet itself
 * waits for the timer's CPU, with the receiver there the process does, and away from it nothing should.
 */
export function packetPath(trial: Trial, rules: number): StepDraft[] {
  if (!atTop(trial, rules)) return [];
  const paths = trial.profile === 'smoke' ? ['receiver'] : ['rps', 'receiver', 'away'];
  return pathsIn(trial, 'packet-path', paths).map((path) => ({
    title: `packet path ${path} at ${rules}`,
    argv: ['sh', 'guest/trace-path.sh', path, String(RATE), String(secondsOf(trial))],
    deadlineS: 2 * secondsOf(trial) + 120,
    onFailure: 'continue',
    level: rules,
    factors: { rules, path },
    parse: parsePath,
    attachments: waits,
  }));
}

function read(stdout: string) {
  const all = sections(stdout);
  const trace = parsePacketPath(section(all, 'trace'));
  return {
    all,
    trace,
    echoes: echoesOf(packetsOf(trace.events)),
    factors: estimationOf(all, 1) ?? {},
  };
}

/**
 * Output of `trace-path.sh`. Shares of late probes are left out where none was late, and on a kernel without the timer,
 * where nothing can lie within its runs.
 */
export function parsePath(stdout: string): Measurement[] {
  const { all, trace, echoes, factors } = read(stdout);
  const found = lateness(echoes, trace.runs);
  const ofRuns = trace.lacking.includes(TIMER)
    ? {}
    : {
        late_within_timer: found.lateWithin,
        ontime_within_timer: found.onTimeWithin,
        late_on_timer_cpu: found.lateOnCpu,
        late_in_softirq: found.lateInSoftirq,
      };
  const numbers: Record<string, number | undefined> = {
    path_gap_max: found.gapMaxNs,
    path_late_probes: found.late,
    ...ofRuns,
    path_overhead: all.has('plain') ? overhead(all) : undefined,
  };
  return Object.entries(numbers).flatMap(([metric, value]) =>
    value === undefined ? [] : [{ metric, iteration: 0, value, factors }],
  );
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
