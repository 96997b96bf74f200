import type { Clock, Manifest } from '../types.js';
import { clockName } from '../words/clock-name.js';

/** What two runs can differ in so that their numbers can't be set against one another. */
export const DIFFERENCES = ['profile', 'kernel', 'accelerator', 'possible-cpus', 'memory'] as const;
export type DifferenceName = (typeof DIFFERENCES)[number];

export interface Difference {
  name: DifferenceName;
  /** For people: what the two runs have. */
  text: string;
}

/**
 * Why two runs are not comparable, each difference named; empty when they are. Judged for each scenario and clock that
 * both measured: the accelerators must be the same, and there must be a kernel (of the same release), a number
 * of possible CPUs and a memory size that both have; cells of only one run are left out by themselves.
 */
export function differencesBetween(base: Manifest, next: Manifest, clocks: readonly Clock[]): Difference[] {
  const found: Difference[] = [];
  const say = (name: DifferenceName, what: string, a: string, b: string) =>
    found.push({ name, text: `${what}: ${a || 'none'} in the first run, ${b || 'none'} in the second` });
  if (base.plan.profile !== next.plan.profile) {
    say('profile', 'profile (paces and durations)', base.plan.profile, next.plan.profile);
  }
  for (const { scenario, clock } of sharedParts(base, next).filter((part) => clocks.includes(part.clock))) {
    const [a, b] = [base, next].map((manifest) => factsOf(manifest, scenario, clock)) as [Facts, Facts];
    const where = (what: string) => `${what} of ${scenario}, ${clockName(clock)}`;
    const disjoint = (first: readonly string[], second: readonly string[]) =>
      !first.some((one) => second.includes(one));
    if (disjoint(a.kernels, b.kernels)) say('kernel', where('kernel'), words(a.kernels), words(b.kernels));
    if (words(a.accelerators) !== words(b.accelerators)) {
      say('accelerator', where('accelerator'), words(a.accelerators), words(b.accelerators));
    }
    if (disjoint(a.possibleCpus, b.possibleCpus)) {
      say('possible-cpus', where('possible CPUs'), words(a.possibleCpus), words(b.possibleCpus));
    }
    if (disjoint(a.memory, b.memory)) say('memory', where('memory in MB'), words(a.memory), words(b.memory));
  }
  return found;
}

/** The release of a QEMU by its first two numbers: `7.2` of `QEMU emulator version 7.2.22 (Debian …)`. */
const releaseOf = ({ host }: Manifest): string | undefined => /version (\d+\.\d+)/.exec(host.qemu ?? '')?.[1];

/**
 * What a reader must know of two runs that may be compared all the same. Another release of QEMU shows the guest rings of
 * another size, for which its kernel keeps buffers: docs/qemu-versions.md.
 */
export function notesBetween(base: Manifest, next: Manifest): string[] {
  const [a, b] = [releaseOf(base), releaseOf(next)];
  if (a === undefined || b === undefined || a === b) return [];
  return [
    `QEMU ${a} in the first run, ${b} in the second: a guest's memory in kernel buffers (slab) may differ by a constant of 10 MB`,
  ];
}

interface Facts {
  kernels: string[];
  accelerators: string[];
  possibleCpus: string[];
  memory: string[];
}

function factsOf({ plan, trials }: Manifest, scenario: string, clock: Clock): Facts {
  const records = new Map(trials.map((record) => [record.id, record]));
  const here = plan.trials
    .filter((trial) => trial.scenario === scenario && trial.clock === clock)
    .flatMap((trial) => {
      const record = records.get(trial.id);
      return record === undefined ? [] : [{ trial, record }];
    });
  const all = (of: (one: (typeof here)[number]) => string) => [...new Set(here.map(of))].sort();
  return {
    kernels: all(({ trial, record }) => `${trial.kernel} (${record.guest.kernel ?? 'release not recorded'})`),
    accelerators: all(({ record }) => record.accelerator),
    possibleCpus: all(({ trial }) => String(trial.possibleCpus)),
    memory: all(({ trial }) => String(trial.memoryMb)),
  };
}

function sharedParts(base: Manifest, next: Manifest): { scenario: string; clock: Clock }[] {
  const parts = ({ plan, trials }: Manifest) => {
    const ran = new Set(trials.map(({ id }) => id));
    return new Set(
      plan.trials.filter(({ id }) => ran.has(id)).map(({ scenario, clock }) => `${clock} ${scenario}`),
    );
  };
  const others = parts(next);
  return [...parts(base)]
    .filter((part) => others.has(part))
    .sort()
    .map((part) => ({ clock: part.split(' ')[0] as Clock, scenario: part.slice(part.indexOf(' ') + 1) }));
}

const words = (values: readonly string[]): string => values.join(', ');
