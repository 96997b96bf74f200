import {
  type Attachment,
  type Measurement,
  notEndingIn,
  parsePerfStacks,
  type StepDraft,
  section,
  sections,
  shareOf,
  stackFrames,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { secondsOf } from './beside.js';

/** No multiple of the tick's 250 Hz, which the samples would else always meet at the same place. */
const HERTZ = 997;
/** `prepare.sh` arms the timer there. */
const TIMER_CPU = 0;

/** What CPU 0 does at the highest level with estimation on; nothing at any other level. */
export function timerGraph(trial: Trial, rules: number): StepDraft[] {
  if (rules !== trial.levels.at(-1)) return [];
  return [
    {
      title: `estimation 1 for timer graph at ${rules}`,
      argv: ['sh', 'guest/estimation.sh', '1'],
      deadlineS: 60,
      onFailure: 'continue',
      level: rules,
    },
    {
      title: `timer graph at ${rules}`,
      argv: ['sh', 'guest/timer-graph.sh', String(HERTZ), String(secondsOf(trial)), String(TIMER_CPU)],
      // Loading perf waits for the disk, and on the instruction clock idle time flies.
      deadlineS: secondsOf(trial) + 400,
      onFailure: 'continue',
      level: rules,
      factors: { rules },
      parse: parseTimerGraph,
      attachments: (stdout) => [timerGraphAttachment(stdout)],
    },
  ];
}

/** Stacks of a CPU at work, and who estimates. */
function read(stdout: string) {
  const all = sections(stdout);
  const factors = estimationOf(all, 1) ?? {};
  const { stacks } = parsePerfStacks(section(all, 'stacks'));
  return {
    inTimer: factors.mitigation !== 'threads',
    busy: notEndingIn(stacks, stackFrames.isIdle),
    factors,
  };
}

/**
 * Output of `timer-graph.sh`: shares of the samples in which the CPU was not idle. A kernel that estimates in a thread has no
 * share of the timer.
 */
export function parseTimerGraph(stdout: string): Measurement[] {
  const { busy, factors, inTimer } = read(stdout);
  const share = (metric: string, name: string): Measurement => ({
    metric,
    iteration: 0,
    value: shareOf(busy, stackFrames.kernelFunction(name)),
    factors,
  });
  if (!inTimer) return [share('estimation_thread_stack_share', 'ip_vs_estimation_kthread')];
  return [
    share('timer_softirq_stack_share', 'run_timer_softirq'),
    share('estimation_timer_stack_share', 'estimation_timer'),
  ];
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
