import type { Fact, Fix, Law, Unit } from '../types.js';
import { groupThousands } from '../words/format.js';

/**
 * `would be`: this machine has what brings the effect, and too little of what it grows with. `there`: it has what brings the effect, and
 * whether anybody does what it is about no fact tells. `not known`: something that decides it could not be read.
 */
export type CheckState = 'affected' | 'not affected' | 'would be' | 'there' | 'not known';

export interface CheckResult {
  state: CheckState;
  /** The state in words, with the amount from which on it would be another. */
  headline: string;
  /** Why, a sentence each without its full stop; the first is the one that decides. */
  because: string[];
  /** How much there is of what the effect grows with; absent where that is not known. */
  amount?: number;
  /** From how much on it matters on this machine; absent without the cause, or a law or limit. */
  from?: number;
  /** Of the amount that there is, or of one time, in the base unit of the law's metric on the instruction clock. */
  prediction?: { value: number; unit: Unit; clock: 'instructions'; kernel: string };
  /** What ends it; none where there is nothing to end. */
  fixes: Fix[];
}

/** What the judgement is made of beside the check itself. */
export interface CheckedMachine {
  /** Read of this machine, by the names that the check gives them. */
  facts: readonly Fact[];
  /** Undefined where it is not known. */
  possibleCpus: number | undefined;
  /** One a kernel; that of the kernel nearest to this machine's is taken. */
  laws: readonly Law[];
  /** Of this machine's kernel, as `uname -r` says it. */
  release?: string;
  fixes: readonly Fix[];
}

export const count = (number: number): string => groupThousands(String(number));

export const notKnown = (...because: string[]): CheckResult => ({
  ...{ state: 'not known', headline: 'not known' },
  ...{ because, fixes: [] },
});

export const notAffected = (...because: string[]): CheckResult => ({
  ...{ state: 'not affected', headline: 'not affected' },
  ...{ because, fixes: [] },
});

/** The schema of scenarios sees to it that every name is one of the check's facts. */
export function factOf(facts: readonly Fact[], name: string): Fact {
  const found = facts.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`there is no fact "${name}"`);
  return found;
}
