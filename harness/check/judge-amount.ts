import type { CheckLimit, Fact, Fix, ScenarioCheck } from '../types.js';
import { threeDigits } from '../words/format.js';
import {
  type CheckedMachine,
  type CheckResult,
  count,
  factOf,
  notAffected,
  notKnown,
} from './check-result.js';

/** An amount against the one from which on it matters; `said` of it stands first, where there is any. */
export function byAmount(
  { words }: ScenarioCheck,
  amount: Fact,
  {
    from,
    said,
    more,
    fixes,
  }: { from: number | undefined; said: readonly string[]; more: readonly string[]; fixes: readonly Fix[] },
): CheckResult {
  const on = from === undefined ? 'nowhere' : `from ${count(from)} ${amount.title} on`;
  const fixed = { fixes: [...fixes], ...(from !== undefined && { from }) };
  if (amount.state !== 'known') {
    return {
      ...{ state: 'not known', headline: `not known; would be ${on}` },
      ...{ because: [`${amount.title}: ${amount.why}`, ...more], ...fixed },
    };
  }
  const number = Number(amount.value);
  const affected = from !== undefined && number >= from;
  const beside = amount.beside === undefined ? [] : [`${count(number)} ${amount.title}: ${amount.beside}`];
  return {
    ...(affected
      ? { state: 'affected', headline: `AFFECTED: ${words.harm}` }
      : { state: 'would be', headline: `not affected; would be ${on}` }),
    // Of nothing nothing is said.
    because: [...(number === 0 ? [] : said), ...beside, ...more],
    ...{ amount: number, ...fixed },
  };
}

/** Without a law: other facts of this machine say from how much on it matters, and the lowest of them does. */
export function byLimits(
  check: ScenarioCheck,
  amount: Fact,
  limits: readonly CheckLimit[],
  { facts, fixes, more }: Pick<CheckedMachine, 'facts' | 'fixes'> & { more: readonly string[] },
): CheckResult {
  const number = Number(amount.state === 'known' ? amount.value : 0);
  const found = limits.map((limit) => ({ ...limit, of: factOf(facts, limit.fact) }));
  const unseen = found.flatMap(({ of }) => (of.state === 'not known' ? [`${of.title}: ${of.why}`] : []));
  const known = found
    .flatMap(({ of, ...limit }) =>
      of.state === 'known' ? [{ ...limit, title: of.title, value: Number(of.value) }] : [],
    )
    .map((limit) => ({ ...limit, from: Math.max(1, Math.ceil(limit.value * limit.times)) }))
    .sort((a, b) => a.from - b.from);
  const said = known.map(
    ({ title, value, times, from, because }) =>
      `${count(number)} ${amount.title} are ${threeDigits(number / value)}× ${title} (${count(value)}); from ${threeDigits(times)}× on (${count(from)}) ${because}`,
  );
  if (known.length === 0 && unseen.length > 0) return notKnown(...unseen, ...more);
  // What is not there has no limit either.
  if (known.length === 0 && amount.state === 'known')
    return notAffected(...(amount.beside === undefined ? [] : [amount.beside]), ...more);
  return byAmount(check, amount, { from: known[0]?.from, said, more: [...unseen, ...more], fixes });
}
