import { parseProcStat, softirqShares } from '../probes/proc-stat.js';
import { parseSoftirqs } from '../probes/softirqs.js';
import { busiestWindow, parseStatWindows } from '../probes/stat-windows.js';
import type { Measurement, Metric } from '../types.js';
import { metric } from './declare.js';
import { measured } from './measured.js';

/** Texts of /proc/softirqs and /proc/stat, read at one time. */
export interface SoftirqLook {
  softirqs: string;
  stat: string;
}

/** Ticks are few: one more or less decides. */
const share = (name: string, title: string): Metric =>
  metric(name, 'share', title, { nondeterministic: true });

/**
 * Softirqs between two looks: `timer_softirqs_cpuN` and `softirq_share_cpuN` of those of `cpus` that are online, and
 * `softirq_share_mean` of all CPUs that are.
 * @param during when it is, as titles say it: `during a probe`
 */
export const softirqsBetween = (cpus: readonly number[], during: string) => ({
  metrics: [
    ...cpus.flatMap((cpu) => [
      metric(`timer_softirqs_cpu${cpu}`, 'count', `TIMER softirqs on CPU ${cpu} ${during}`, {
        better: 'neither',
      }),
      share(`softirq_share_cpu${cpu}`, `softirq share of CPU ${cpu} ${during}`),
    ]),
    share('softirq_share_mean', `softirq share, mean of all CPUs, ${during}`),
  ],
  measure: (before: SoftirqLook, after: SoftirqLook): Measurement[] => {
    const timers = (look: SoftirqLook) => parseSoftirqs(look.softirqs).TIMER ?? {};
    const [earlier, later] = [timers(before), timers(after)];
    const { byCpu, mean } = softirqShares(parseProcStat(before.stat), parseProcStat(after.stat));
    // Columns of possible CPUs that are not online stay at zero and say nothing.
    const online = cpus.filter((cpu) => byCpu[cpu] !== undefined);
    return [
      ...online.flatMap((cpu) =>
        measured({
          [`timer_softirqs_cpu${cpu}`]: (later[cpu] ?? 0) - (earlier[cpu] ?? 0),
          [`softirq_share_cpu${cpu}`]: byCpu[cpu],
        }),
      ),
      ...measured({ softirq_share_mean: mean }),
    ];
  },
});

/**
 * Softirq shares in windows, as stat-windows prints them: `softirq_window_max_cpuN` of these CPUs and `softirq_window_max_mean` in
 * the busiest window, and `softirq_window_mean` of all windows by their length, which is what a tool that looks once in a while shows.
 * @param windowMs how long a window is
 */
export const softirqsInWindows = (cpus: readonly number[], windowMs: number) => ({
  metrics: [
    ...cpus.map((cpu) =>
      share(`softirq_window_max_cpu${cpu}`, `softirq share of CPU ${cpu} in the busiest ${windowMs} ms`),
    ),
    share('softirq_window_max_mean', `softirq share, mean of all CPUs, in the busiest ${windowMs} ms`),
    share('softirq_window_mean', 'softirq share, mean of all CPUs and windows'),
  ],
  measure: (stdout: string): Measurement[] => {
    const windows = parseStatWindows(stdout);
    const busiest = cpus.map((cpu) => [`softirq_window_max_cpu${cpu}`, busiestWindow(windows, cpu)]);
    const length = windows.reduce((sum, { startNs, endNs }) => sum + (endNs - startNs), 0);
    const weighted = windows.reduce((sum, { mean, startNs, endNs }) => sum + mean * (endNs - startNs), 0);
    return measured({
      ...Object.fromEntries(busiest),
      softirq_window_max_mean: busiestWindow(windows, 'mean'),
      softirq_window_mean: weighted / length,
    });
  },
});
