import {
  busiestWindow,
  type Measurement,
  parseStatWindows,
  type StepDraft,
  section,
  sections,
  type Trial,
} from '../../../harness/index.js';
import { estimationOf } from '../parse.js';
import { atTop, overhead, RATE, secondsOf } from './beside.js';

/** Away from the timer's CPU, so that its softirqs are the timer's alone. */
const PATH = 'away';

/** Softirq shares in windows of 100 ms, at the highest level. */
export function softirqWindows(trial: Trial, rules: number): StepDraft[] {
  if (!atTop(trial, rules)) return [];
  return [
    {
      title: `softirq windows at ${rules}`,
      argv: ['sh', 'guest/stat-path.sh', PATH, String(RATE), String(secondsOf(trial))],
      deadlineS: 2 * secondsOf(trial) + 120,
      onFailure: 'continue',
      level: rules,
      factors: { rules, path: PATH },
      parse: parseWindows,
    },
  ];
}

/** Output of `stat-path.sh`. */
export function parseWindows(stdout: string): Measurement[] {
  const all = sections(stdout);
  const windows = parseStatWindows(section(all, 'windows'));
  const factors = estimationOf(all, 1) ?? {};
  const one = (metric: string, value: number): Measurement => ({ metric, iteration: 0, value, factors });
  return [
    one('softirq_window_max_cpu0', busiestWindow(windows, 0)),
    one('softirq_window_max_cpu1', busiestWindow(windows, 1)),
    one('softirq_window_max_mean', busiestWindow(windows, 'mean')),
    one('softirq_window_mean', wholeMean(windows)),
    one('windows_overhead', overhead(all)),
  ];
}

/** Of all CPUs and all windows, by their length: what a tool that looks once in a while shows. */
function wholeMean(windows: ReturnType<typeof parseStatWindows>): number {
  const length = ({ startNs, endNs }: { startNs: number; endNs: number }) => endNs - startNs;
  const weighted = windows.reduce((sum, window) => sum + window.mean * length(window), 0);
  return weighted / windows.reduce((sum, window) => sum + length(window), 0);
}
