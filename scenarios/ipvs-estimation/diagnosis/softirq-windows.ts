import {
  type Measurement,
  measured,
  type StepDraft,
  section,
  sections,
  sh,
  stamped,
  type Trial,
} from '../../../harness/index.js';
import { windows } from '../metrics.js';
import { estimationOf } from '../parse.js';
import { measuring } from '../reach.js';
import { overhead, RATE, secondsOf } from './beside.js';

/** Away from the timer's CPU, so that its softirqs are the timer's alone. */
const PATH = 'away';

/** Softirq shares in windows of 100 ms. */
export const softirqWindows = (trial: Trial, rules: number): StepDraft[] => [
  measuring(rules, sh('guest/stat-path.sh', PATH, RATE, secondsOf(trial)), {
    title: `softirq windows at ${rules}`,
    deadlineS: 2 * secondsOf(trial) + 120,
    factors: { path: PATH },
    parse: parseWindows,
  }),
];

/** Output of `stat-path.sh`. */
export function parseWindows(stdout: string): Measurement[] {
  const all = sections(stdout);
  const shares = windows.measure(section(all, 'windows'));
  const estimation = estimationOf(all, 1) ?? {};
  return stamped([...shares, ...measured({ windows_overhead: overhead(all) })], estimation);
}
