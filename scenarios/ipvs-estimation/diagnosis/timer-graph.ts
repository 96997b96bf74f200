import {
  type Attachment,
  type Measurement,
  measured,
  notEndingIn,
  parsePerfStacks,
  type StepDraft,
  section,
  sections,
  sh,
  shareOf,
  stackFrames,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf, TIMER_CPU } from '../parse.js';
import { estimationSet, measuring } from '../reach.js';
import { secondsOf } from './beside.js';

/** No multiple of the tick's 250 Hz, which the samples would else always meet at the same place. */
const HERTZ = 997;

/** What CPU 0 does with estimation on. */
export const timerGraph = (trial: Trial, rules: number): StepDraft[] => [
  { ...estimationSet(rules, 1), title: `estimation 1 for timer graph at ${rules}`, onFailure: 'continue' },
  measuring(rules, sh('guest/timer-graph.sh', HERTZ, secondsOf(trial), TIMER_CPU), {
    title: `timer graph at ${rules}`,
    // Loading perf waits for the disk, and on the instruction clock idle time flies.
    deadlineS: secondsOf(trial) + 400,
    parse: parseTimerGraph,
    attachments: (stdout) => [timerGraphAttachment(stdout)],
  }),
];

/** Stacks of a CPU at work, and who estimates. */
function read(stdout: string) {
  const all = sections(stdout);
  const factors = estimationOf(all, 1) ?? {};
  const { stacks } = parsePerfStacks(section(all, 'stacks'));
  return { busy: notEndingIn(stacks, stackFrames.isIdle), factors };
}

/**
 * Output of `timer-graph.sh`: shares of the samples in which the CPU was not idle. A kernel that estimates in a thread has no
 * share of the timer.
 */
export function parseTimerGraph(stdout: string): Measurement[] {
  const { busy, factors } = read(stdout);
  const share = (name: string) => shareOf(busy, stackFrames.kernelFunction(name));
  const shares =
    factors.mitigation === 'threads'
      ? { estimation_thread_stack_share: share('ip_vs_estimation_kthread') }
      : {
          timer_softirq_stack_share: share('run_timer_softirq'),
          estimation_timer_stack_share: share('estimation_timer'),
        };
  return measured(shares, factors);
}

export function timerGraphAttachment(stdout: string): Attachment {
  const { busy, factors } = read(stdout);
  return {
    kind: 'stacks',
    name: 'timer-graph',
    title: 'What CPU 0 does when it is not idle',
    factors,
    stacks: busy.map(([frames, count]) => [frames, count]),
  };
}
