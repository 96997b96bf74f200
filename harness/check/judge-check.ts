import type { Fact, Fix, Law, ScenarioCheck, Unit } from '../types.js';
import { formatValue, groupThousands, threeDigits } from '../words/format.js';
import { isWithin, ofItsKind, rangeWords } from './version-range.js';

/**
 * `would be`: this machine has what brings the effect, and too little of what it grows with. `not known`: something that decides it
 * could not be read.
 */
export type CheckState = 'affected' | 'not affected' | 'would be' | 'not known';

export interface CheckResult {
  state: CheckState;
  /** The state in words, with the amount from which on it would be another. */
  headline: string;
  /** Why, a sentence each without its full stop; the first is the one that decides. */
  because: string[];
  /** How much there is of what the effect grows with; absent where that is not known. */
  amount?: number;
  /** From how much on it matters on this machine; absent without the cause, or a law. */
  from?: number;
  /** Of the amount that there is, in the base unit of the law's metric on the instruction clock. */
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
  /** One a kernel; the first is taken. */
  laws: readonly Law[];
  fixes: readonly Fix[];
}

/** Pure: whether this machine has the effect, with what the law predicts for it. */
export function judgeCheck(check: ScenarioCheck, machine: CheckedMachine): CheckResult {
  const { facts, laws } = machine;
  const cause = factOf(facts, check.cause.fact);
  if (cause.state !== 'known') return notKnown(`${cause.title}: ${cause.why}`);
  const ranges = ofItsKind(String(cause.value), check.cause.within);
  const has = isWithin(String(cause.value), ranges);
  if (has === undefined)
    return notKnown(`${cause.title} says "${cause.value}", which is no version that is known`);
  const where = `${check.cause.what} is in ${cause.title} ${ranges.map(rangeWords).join('; ')}; this is ${cause.value}`;
  if (!has) return notAffected(where);
  const ended = (check.unless ?? []).find(({ fact, is }) => {
    const found = factOf(facts, fact);
    return found.state === 'known' && (is === 'there' || found.value === is);
  });
  if (ended !== undefined) return notAffected(ended.because, where);
  const unseen = (check.unless ?? []).flatMap(({ fact }) => {
    const found = factOf(facts, fact);
    return found.state === 'not known' ? [`${found.title}: ${found.why}`] : [];
  });
  const [law] = laws;
  if (law === undefined) return notKnown('no law of this scenario comes with it', where);
  const { possibleCpus = law.eachCpu === 0 ? 0 : undefined } = machine;
  if (possibleCpus === undefined) return notKnown('possible CPUs could not be read', where);
  return byLaw(check, law, { ...machine, possibleCpus }, [...unseen, where]);
}

function byLaw(
  check: ScenarioCheck,
  law: Law,
  { facts, possibleCpus, fixes }: CheckedMachine & { possibleCpus: number },
  more: readonly string[],
): CheckResult {
  const cost = law.each + law.eachCpu * possibleCpus;
  const bound = 'above' in check.matters ? check.matters.above : check.matters.times * law.constant;
  const from = cost > 0 ? Math.max(1, Math.ceil((bound - law.constant) / cost)) : undefined;
  const amount = factOf(facts, check.amount);
  const on = from === undefined ? undefined : `from ${count(from)} ${amount.title} on`;
  const fixed = { fixes: [...fixes], ...(from !== undefined && { from }) };
  if (amount.state !== 'known') {
    return {
      ...{ state: 'not known', headline: `not known; would be ${on ?? 'nowhere'}` },
      ...{ because: [`${amount.title}: ${amount.why}`, ...more], ...fixed },
    };
  }
  const number = Number(amount.value);
  const value = law.constant + number * cost;
  const affected = from !== undefined && number >= from;
  return {
    ...(affected
      ? { state: 'affected', headline: `AFFECTED: ${check.words.harm}` }
      : { state: 'would be', headline: `not affected; would be ${on ?? 'nowhere'}` }),
    because: [
      // Of nothing nothing is predicted.
      ...(number === 0
        ? []
        : [predictionWords(check, law, { number, possibleCpus, value, title: amount.title })]),
      ...(amount.beside === undefined ? [] : [`${count(number)} ${amount.title}: ${amount.beside}`]),
      ...more,
    ],
    ...{ amount: number, ...fixed },
    prediction: { value, unit: law.unit, clock: 'instructions', kernel: law.kernel },
  };
}

/** `12,400 IPVS rules × 96 possible CPUs: one run of … takes about 50.0 ms every 2 s, instruction clock`. */
function predictionWords(
  { words, matters }: ScenarioCheck,
  law: Law,
  {
    number,
    possibleCpus,
    value,
    title,
  }: { number: number; possibleCpus: number; value: number; title: string },
): string {
  const machine = law.eachCpu === 0 ? '' : ` × ${count(possibleCpus)} possible CPUs`;
  const rhythm = words.rhythm === undefined ? '' : ` ${words.rhythm}`;
  const times = 'times' in matters ? `, ${threeDigits(value / law.constant)}× what it takes without any` : '';
  const beyond =
    number > law.measured.amount ? `; more than the ${count(law.measured.amount)} that were measured` : '';
  return `${count(number)} ${title}${machine}: ${words.each} takes about ${formatValue(value, law.unit)}${rhythm}${times} (instruction clock, measured on ${law.kernel}${beyond})`;
}

const count = (number: number): string => groupThousands(String(number));

const notKnown = (...because: string[]): CheckResult => ({
  ...{ state: 'not known', headline: 'not known' },
  ...{ because, fixes: [] },
});

const notAffected = (...because: string[]): CheckResult => ({
  ...{ state: 'not affected', headline: 'not affected' },
  ...{ because, fixes: [] },
});

/** The schema of scenarios sees to it that every name is one of the check's facts. */
function factOf(facts: readonly Fact[], name: string): Fact {
  const found = facts.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`there is no fact "${name}"`);
  return found;
}
