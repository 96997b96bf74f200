import { integerOf } from './csv-rows.js';

/** Jiffies of one CPU. Guest time is left out: the kernel counts it under user and nice as well. */
export interface CpuJiffies {
  user: number;
  nice: number;
  system: number;
  idle: number;
  iowait: number;
  irq: number;
  softirq: number;
  steal: number;
}

export interface SoftirqShares {
  byCpu: Record<number, number>;
  /** Unweighted mean of all CPUs. */
  mean: number;
}

const STATES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Jiffies by CPU number from the text of /proc/stat; the sum line `cpu` is left out. */
export function parseProcStat(text: string): Record<number, CpuJiffies> {
  const byCpu: Record<number, CpuJiffies> = {};
  for (const [line, cpu, rest] of text.matchAll(/^cpu(\d+) +(.*)$/gm)) {
    const numbers = rest!.trim().split(/\s+/);
    if (numbers.length < STATES.length) throw new Error(`/proc/stat: too few numbers: ${line}`);
    const jiffies = STATES.map((state, i) => [state, integerOf(numbers[i]!, `${state} of cpu${cpu}`)]);
    byCpu[Number(cpu)] = Object.fromEntries(jiffies) as unknown as CpuJiffies;
  }
  if (Object.keys(byCpu).length === 0) throw new Error('/proc/stat has no line of a CPU');
  return byCpu;
}

/**
 * Share of the time between two looks that each CPU spent in softirqs, by its jiffies. Trust it only
 * with `nohz=off`: an idle CPU without ticks accounts hardly any of it.
 */
export function softirqShares(
  before: Record<number, CpuJiffies>,
  after: Record<number, CpuJiffies>,
): SoftirqShares {
  const byCpu: Record<number, number> = {};
  for (const [cpu, now] of Object.entries(after)) {
    const then = before[Number(cpu)];
    if (then === undefined) throw new Error(`cpu${cpu} is in the later /proc/stat only`);
    // The kernel's manual warns that iowait may go down.
    const spent = (state: keyof CpuJiffies) => Math.max(0, now[state] - then[state]);
    const total = STATES.reduce((sum, state) => sum + spent(state), 0);
    if (total === 0) throw new Error(`no jiffy passed on cpu${cpu} between the two looks at /proc/stat`);
    byCpu[Number(cpu)] = spent('softirq') / total;
  }
  const shares = Object.values(byCpu);
  return { byCpu, mean: shares.reduce((sum, share) => sum + share, 0) / shares.length };
}
