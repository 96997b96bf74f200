import { integerOf } from './csv-rows.js';
import { type CpuJiffies, parseProcStat, type SoftirqShares, softirqShares } from './proc-stat.js';

/** From one look at /proc/stat to the next. */
export interface StatWindow extends SoftirqShares {
  /** CLOCK_MONOTONIC. */
  startNs: number;
  endNs: number;
}

/** A look that comes sooner after the one before it was late itself: too few ticks lie between the two. */
const SHORTEST_NS = 50e6;

/**
 * Softirq shares window by window, from what stat-windows prints. A tick counts as a whole: at 250 Hz a window of
 * 100 ms has 25 of them, so that a share is right to some hundredths. Windows under 50 ms go into the next one, and so do
 * those in which a CPU had no tick: a guest whose host was busy with other work was not run meanwhile.
 * @throws when no two looks are that far apart with a tick of every CPU between them
 */
export function parseStatWindows(stdout: string): StatWindow[] {
  const windows: StatWindow[] = [];
  let before: Look | undefined;
  for (const look of looksOf(stdout)) {
    if (before !== undefined && !(look.timeNs - before.timeNs >= SHORTEST_NS && haveTicked(before, look)))
      continue;
    if (before !== undefined) {
      const shares = softirqShares(before.jiffies, look.jiffies);
      windows.push({ startNs: before.timeNs, endNs: look.timeNs, ...shares });
    }
    before = look;
  }
  if (windows.length === 0) {
    throw new Error('no window of 50 ms with a tick of every CPU lies between the looks at /proc/stat');
  }
  return windows;
}

interface Look {
  timeNs: number;
  jiffies: ReturnType<typeof parseProcStat>;
}

const sum = (jiffies: CpuJiffies): number => Object.values(jiffies).reduce((all, one) => all + one, 0);

const haveTicked = (before: Look, after: Look): boolean =>
  Object.entries(after.jiffies).every(([cpu, jiffies]) => {
    const earlier = before.jiffies[Number(cpu)];
    return earlier === undefined || sum(jiffies) > sum(earlier);
  });

function looksOf(stdout: string): Look[] {
  const [before = '', ...looks] = stdout.split(/^at /m);
  if (before !== '') throw new Error(`a line "at NS" is due before ${JSON.stringify(before.slice(0, 40))}`);
  return looks.map((look) => {
    const end = look.indexOf('\n');
    return {
      timeNs: integerOf(look.slice(0, end), 'time of a look at /proc/stat'),
      jiffies: parseProcStat(look.slice(end)),
    };
  });
}

/** The busiest window of a CPU, or of the mean of all. */
export function busiestWindow(windows: readonly StatWindow[], of: number | 'mean'): number {
  return windows.reduce((most, window) => {
    const share = of === 'mean' ? window.mean : window.byCpu[of];
    if (share === undefined) throw new RangeError(`CPU ${of} is in none of the windows`);
    return Math.max(most, share);
  }, 0);
}
