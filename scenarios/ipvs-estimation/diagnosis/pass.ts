import {
  inLongProfiles,
  numbered,
  type Pass,
  type StepDraft,
  sh,
  type Trial,
} from '../../../harness/index.js';
import { DEADLINE_MS } from '../metrics.js';
import { TIMER_CPU } from '../parse.js';
import { estimationSet, inOrder, measuring, prepared, reach } from '../reach.js';
import * as read from './parse.js';

/** Packets a second of the UDP probe that a diagnosis runs beside: so few that those a run held up do not hold each other up. */
const RATE = 100;
/** A connection of its own for each GET costs an emulated guest some milliseconds. */
const REQUEST_RATE = 60;
/** No multiple of the tick's 250 Hz, which the samples would else always meet at the same place. */
const HERTZ = 997;

/** What is asked where the rules are; the timer runs as it came, with estimation on. */
function asked(trial: Trial, rules: number): StepDraft[] {
  // Four to six runs of the timer. Smoke sees only whether it works.
  const seconds = trial.profile === 'smoke' ? 2 : 10;
  const deadlineS = 2 * seconds + 120;
  const on = (path: string, title: string, script: StepDraft, more: Partial<StepDraft>) =>
    measuring(rules, `${title} at ${rules}`, script, { deadlineS, factors: { path }, ...more });
  // With steering the packet itself waits for the timer's CPU, with the receiver there the process does, away from it nothing should.
  const traced = trial.profile === 'smoke' ? ['receiver'] : ['rps', 'receiver', 'away'];
  const way = { parse: read.parsePath, attachments: read.waits };
  const acrossCpus = [
    ...inOrder(trial, traced, 'packet-path').map((path) =>
      on(path, `packet path ${path}`, sh('guest/trace-path.sh', path, RATE, seconds), way),
    ),
    // Away from the timer's CPU, so that its softirqs are the timer's alone.
    on('away', 'softirq windows', sh('guest/stat-path.sh', 'away', RATE, seconds), {
      parse: read.parseWindows,
    }),
    ...inOrder(trial, ['receiver', 'away'], 'requests').map((path) => {
      const script = sh('guest/request-path.sh', path, REQUEST_RATE, seconds, DEADLINE_MS);
      return on(path, `requests ${path}`, script, { parse: read.parseRequests });
    }),
    // The path with the most steps across CPUs. bpftrace takes up to 20 s to attach its probes, twice.
    on('rps', 'path agreement', sh('guest/compare-paths.sh', 'rps', RATE, seconds), {
      deadlineS: 3 * seconds + 180,
      parse: read.parseAgreement,
    }),
  ];
  return [
    // Paths lie across two CPUs, which the wall clock alone has.
    ...(trial.clock === 'wall' ? acrossCpus : []),
    { ...estimationSet(rules, 1), title: `estimation 1 for timer graph at ${rules}`, onFailure: 'continue' },
    measuring(rules, `timer graph at ${rules}`, sh('guest/timer-graph.sh', HERTZ, seconds, TIMER_CPU), {
      // Loading perf waits for the disk, and on the instruction clock idle time flies.
      deadlineS: seconds + 400,
      parse: read.parseTimerGraph,
      attachments: read.timerGraph,
    }),
  ];
}

/** Host seconds without KVM, measured on two cores: boot and loading, */
const BASE_S = { instructions: 40, wall: 30 };
/** and everything that is asked. */
const PROBES_S = { instructions: 60, wall: 270 };

/** Why packets wait: where on their way, what that CPU does meanwhile, and whether the timer's runs are the cause. */
export const diagnosis: Pass = {
  name: 'diagnosis',
  title: "the packets' way, the timer's CPU and call graphs",
  boots: inLongProfiles({ standard: { instructions: 2, wall: 6 }, paper: { instructions: 2, wall: 10 } }),
  levels: (levels) => levels.slice(-1),
  possibleCpus: (possible) => possible.slice(-1),
  steps: (trial) =>
    numbered([
      prepared,
      ...trial.levels.flatMap((rules) => [
        ...reach(trial, rules, 0),
        // The timer is long at the highest level alone.
        ...(rules === trial.levels.at(-1) ? asked(trial, rules) : []),
      ]),
    ]),
  estimateS: ({ clock, levels }) => BASE_S[clock] + levels.length * PROBES_S[clock],
};
