import {
  type Attachment,
  type Measurement,
  measured,
  notEndingIn,
  parsePerfStacks,
  section,
  sections,
  shareOf,
  stackFrames,
  stamped,
} from '../../../harness/index.js';
import { windows } from '../metrics.js';
import { estimationOf } from '../parse.js';
import { overhead } from './packets.js';

/** Output of `stat-path.sh`: softirq shares in windows of 100 ms. */
export function parseWindows(stdout: string): Measurement[] {
  const all = sections(stdout);
  const shares = windows.measure(section(all, 'windows'));
  const estimation = estimationOf(all, 1) ?? {};
  return stamped([...shares, ...measured({ windows_overhead: overhead(all) })], estimation);
}

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

export function timerGraph(stdout: string): Attachment[] {
  const { busy, factors } = read(stdout);
  const title = 'What CPU 0 does when it is not idle';
  const stacks = busy.map(([frames, seen]): [string, number] => [frames, seen]);
  return [{ kind: 'stacks', name: 'timer-graph', title, factors, stacks }];
}
