import { parseFunctionGraph } from '../probes/ftrace-function.js';
import { busiestTimer, periods } from '../probes/ftrace-timers.js';
import type { Measurement } from '../types.js';
import { metric } from './declare.js';
import { series } from './measured.js';
import { timeMetric } from './probe.js';

/** What `ftrace-function.sh` prints on a kernel that does not have the function. */
const hasNoFunction = (trace: string): boolean => trace.startsWith('# netknee: no function ');

/**
 * Runs of a kernel timer that arms itself again, from a trace of its function: `NAME_duration`, and `NAME_period` from one run to the
 * next. Of several timers of one function they are those of the longest.
 * @param name the function
 */
export const timerRuns = (name: string) => ({
  metrics: [
    timeMetric(`${name}_duration`, `one run of ${name}`),
    metric(`${name}_period`, 'ns', 'from one run to the next', { better: 'neither' }),
  ],
  /**
   * @param cpu the CPU that it must run on, if it must
   * @throws when the trace lost events or the end of a run, for a run on another CPU, and for none where there must be some
   */
  measure: (trace: string, cpu?: number): Measurement[] => {
    const { calls, lost, unfinished } = parseFunctionGraph(trace);
    if (lost.length > 0) throw new Error('the trace lost events');
    const runs = busiestTimer(calls);
    // A trace that somebody's settings hid calls from looks like a timer that never ran.
    if (cpu !== undefined && runs.length === 0 && !hasNoFunction(trace)) {
      throw new Error(`${name} never ran on CPU ${cpu} in the trace`);
    }
    const elsewhere = runs.find((run) => cpu !== undefined && run.cpu !== cpu);
    if (elsewhere !== undefined) {
      throw new Error(
        `the timer ran on CPU ${elsewhere.cpu}, not ${cpu}: what was measured beside it would be mislabelled`,
      );
    }
    // One may run when the trace ends.
    if (unfinished > 1) throw new Error(`${unfinished} runs of the timer have no end in the trace`);
    const durations = runs.map(({ durationNs }) => durationNs);
    return [...series(`${name}_duration`, durations), ...series(`${name}_period`, periods(runs))];
  },
});
