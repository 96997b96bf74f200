import {
  derivedSeed,
  inLongProfiles,
  numbered,
  type Pass,
  type StepDraft,
  sh,
  shuffled,
  type Trial,
} from '../../../harness/index.js';
import { DEADLINE_MS } from '../metrics.js';
import { TIMER_CPU } from '../parse.js';
import { estimationSet, measuring, prepared, reach } from '../reach.js';
import { parseTimerGraph, parseWindows, timerGraph } from './cpu.js';
import { parseAgreement, parsePath, parseRequests, waits } from './packets.js';

/** Packets a second of the UDP probe that a diagnosis runs beside: so few that those a run held up do not hold each other up. */
const RATE = 100;
/** A connection of its own for each GET costs an emulated guest some milliseconds. */
const REQUEST_RATE = 60;
/** No multiple of the tick's 250 Hz, which the samples would else always meet at the same place. */
const HERTZ = 997;

/** How long each probe looks: four to six runs of the timer. Smoke sees only whether it works. */
const secondsOf = ({ profile }: Trial): number => (profile === 'smoke' ? 2 : 10);

/** What is asked of packets and requests: paths lie across two CPUs, which the wall clock alone has. */
function acrossCpus(trial: Trial, rules: number): StepDraft[] {
  const seconds = secondsOf(trial);
  const deadlineS = 2 * seconds + 120;
  const step = (path: string, title: string, script: StepDraft, more: Partial<StepDraft>) =>
    measuring(rules, script, { title: `${title} at ${rules}`, deadlineS, factors: { path }, ...more });
  const inOrder = (probe: string, paths: string[]) => shuffled(paths, derivedSeed(trial.seed, probe));
  // With steering the packet itself waits for the timer's CPU, with the receiver there the process does, away from it nothing should.
  const traced = trial.profile === 'smoke' ? ['receiver'] : ['rps', 'receiver', 'away'];
  return [
    ...inOrder('packet-path', traced).map((path) =>
      step(path, `packet path ${path}`, sh('guest/trace-path.sh', path, RATE, seconds), {
        parse: parsePath,
        attachments: waits,
      }),
    ),
    // Away from the timer's CPU, so that its softirqs are the timer's alone.
    step('away', 'softirq windows', sh('guest/stat-path.sh', 'away', RATE, seconds), { parse: parseWindows }),
    ...inOrder('requests', ['receiver', 'away']).map((path) =>
      step(path, `requests ${path}`, sh('guest/request-path.sh', path, REQUEST_RATE, seconds, DEADLINE_MS), {
        parse: parseRequests,
      }),
    ),
    // The path with the most steps across CPUs. bpftrace takes up to 20 s to attach its probes, twice.
    step('rps', 'path agreement', sh('guest/compare-paths.sh', 'rps', RATE, seconds), {
      deadlineS: 3 * seconds + 180,
      parse: parseAgreement,
    }),
  ];
}

/** What CPU 0 does with estimation on. */
const onTimerCpu = (trial: Trial, rules: number): StepDraft[] => [
  { ...estimationSet(rules, 1), title: `estimation 1 for timer graph at ${rules}`, onFailure: 'continue' },
  measuring(rules, sh('guest/timer-graph.sh', HERTZ, secondsOf(trial), TIMER_CPU), {
    title: `timer graph at ${rules}`,
    // Loading perf waits for the disk, and on the instruction clock idle time flies.
    deadlineS: secondsOf(trial) + 400,
    parse: parseTimerGraph,
    attachments: timerGraph,
  }),
];

/** The timer is long at the highest level alone; it runs as it came, with estimation on. */
const atTop = (trial: Trial, rules: number): StepDraft[] => [
  ...(trial.clock === 'wall' ? acrossCpus(trial, rules) : []),
  ...onTimerCpu(trial, rules),
];

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
        ...(rules === trial.levels.at(-1) ? atTop(trial, rules) : []),
      ]),
    ]),
  estimateS: ({ clock, levels }) => BASE_S[clock] + levels.length * PROBES_S[clock],
};
