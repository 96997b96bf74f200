import type { Factors, Trial } from '../types.js';

/**
 * What a plan says of a machine of the user's own. Its numbers are 0: a plan must be printable without touching the
 * machine, and the same plan must have the same digest wherever it is printed. Observations carry the numbers that
 * the trial's own facts give.
 */
export const INSTALLED_MACHINE: Pick<Trial, 'kernel' | 'cpus' | 'possibleCpus' | 'memoryMb'> = {
  kernel: 'installed',
  cpus: 0,
  possibleCpus: 0,
  memoryMb: 0,
};

export const isInstalledMachine = ({ kernel }: Pick<Trial, 'kernel'>): boolean =>
  kernel === INSTALLED_MACHINE.kernel;

/**
 * Factors of the machine a trial ran on: the plan's or, of a machine of the user's own, those of its facts
 * (`cpus-possible`, `memory` in MB of 1024 kB); 0 where a fact is missing.
 */
export function machineFactors(
  trial: Trial,
  facts: Record<string, string>,
): Pick<Factors, 'possibleCpus' | 'memoryMb'> {
  const { possibleCpus, memoryMb } = trial;
  if (!isInstalledMachine(trial)) return { possibleCpus, memoryMb };
  const memoryKb = Number(/^MemTotal:\s*(\d+) kB$/m.exec(facts.memory ?? '')?.[1] ?? 0);
  return { possibleCpus: countCpus(facts['cpus-possible'] ?? ''), memoryMb: Math.round(memoryKb / 1024) };
}

/** CPUs of a list as the kernel writes it: `0-3,8` has 5; 0 of what is not such a list. */
export function countCpus(list: string): number {
  const parts = list.trim().split(',');
  return parts.reduce((sum, part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) return sum;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    return sum + Math.max(0, last - first + 1);
  }, 0);
}
