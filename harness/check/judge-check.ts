import type { Fact, Law, ScenarioCheck } from '../types.js';
import { formatValue, threeDigits } from '../words/format.js';
import {
  type CheckedMachine,
  type CheckResult,
  count,
  factOf,
  notAffected,
  notKnown,
} from './check-result.js';
import { byAmount, byLimits } from './judge-amount.js';
import { lawForKernel } from './law-for-kernel.js';
import { isWithin, ofItsKind, rangeWords } from './version-range.js';

/** Pure: whether this machine has the effect, with what the law predicts for it. */
export function judgeCheck(check: ScenarioCheck, machine: CheckedMachine): CheckResult {
  const { facts, laws, release } = machine;
  const where = causeOf(check, facts);
  if (!Array.isArray(where)) return where;
  const unless = (check.unless ?? []).map((one) => ({ ...one, found: factOf(facts, one.fact) }));
  const ended = unless.find(
    ({ found, is }) => found.state === 'known' && (is === 'there' || found.value === is),
  );
  if (ended !== undefined) return notAffected(ended.because, ...where);
  const unseen = unless.flatMap(({ found }) =>
    found.state === 'not known' ? [`${found.title}: ${found.why}`] : [],
  );
  const more = [...unseen, ...where];
  const law = lawForKernel(laws, release);
  const { matters } = check;
  if (check.amount === undefined || matters === undefined) return withoutAmount(check, law, machine, more);
  const amount = factOf(facts, check.amount);
  if ('limits' in matters) {
    const standing = matters.limits.filter(
      ({ within }) => within === undefined || (release !== undefined && isWithin(release, within) === true),
    );
    return byLimits(check, amount, standing, { ...machine, more });
  }
  if (law === undefined)
    return notKnown('no law of this scenario comes with it; a run of yours gives one (--laws)', ...where);
  const { possibleCpus = law.eachCpu === 0 ? 0 : undefined } = machine;
  if (possibleCpus === undefined) return notKnown('possible CPUs could not be read', ...where);
  const cost = law.each + law.eachCpu * possibleCpus;
  const bound = 'above' in matters ? matters.above : matters.times * law.constant;
  const from = cost > 0 ? Math.max(1, Math.ceil((bound - law.constant) / cost)) : undefined;
  const number = Number(amount.state === 'known' ? amount.value : 0);
  const value = law.constant + number * cost;
  const said = predictionWords(check, law, { number, possibleCpus, value, title: amount.title });
  return {
    ...byAmount(check, amount, { from, said: [said], more, fixes: machine.fixes }),
    ...(amount.state === 'known' && { prediction: predictionOf(law, value) }),
  };
}

/** Where the cause is, in a sentence, or in none where the check names no cause; else what it means that it is not there. */
function causeOf({ cause }: ScenarioCheck, facts: readonly Fact[]): string[] | CheckResult {
  if (cause === undefined) return [];
  const found = factOf(facts, cause.fact);
  if (found.state !== 'known') return notKnown(`${found.title}: ${found.why}`);
  const version = String(found.value);
  const ranges = ofItsKind(version, cause.within);
  const has = isWithin(version, ranges);
  if (has === undefined)
    return notKnown(`${found.title} says "${version}", which is no version that is known`);
  const where = `${cause.what} is in ${found.title} ${ranges.map(rangeWords).join('; ')}; this is ${version}`;
  return has ? [where] : notAffected(where);
}

/** No fact of a machine says how often it does what the effect is about: one time costs what the law of a cell says. */
function withoutAmount(
  { words }: ScenarioCheck,
  law: Law | undefined,
  { fixes }: CheckedMachine,
  more: readonly string[],
): CheckResult {
  const said =
    law === undefined
      ? []
      : [`${words.each} takes about ${formatValue(law.constant, law.unit)} (${measuredOn(law)})`];
  return {
    ...{ state: 'there', headline: `there: ${words.harm}` },
    ...{ because: [...said, ...more], fixes: [...fixes] },
    ...(law !== undefined && { prediction: predictionOf(law, law.constant) }),
  };
}

const predictionOf = (law: Law, value: number): NonNullable<CheckResult['prediction']> => ({
  ...{ value, unit: law.unit, clock: 'instructions', kernel: law.kernel },
});

const measuredOn = ({ kernel }: Law): string => `instruction clock, measured on ${kernel}`;

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
  const times =
    matters !== undefined && 'times' in matters
      ? `, ${threeDigits(value / law.constant)}× what it takes without any`
      : '';
  const beyond =
    number > law.measured.amount ? `; more than the ${count(law.measured.amount)} that were measured` : '';
  return `${count(number)} ${title}${machine}: ${words.each} takes about ${formatValue(value, law.unit)}${rhythm}${times} (${measuredOn(law)}${beyond})`;
}
