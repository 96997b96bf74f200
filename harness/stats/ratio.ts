import { requireFinite } from './finite.js';
import { independentShift, pairedShift, shiftOfDifferences } from './hodges-lehmann.js';
import { type Effect, TAIL } from './interval.js';

/** `paired`: index i of both arms is the same boot. `independent`: the boots of two runs, or of two kernels. */
export type RatioDesign = 'paired' | 'independent';

/**
 * How many times `over` is `under`, one number a boot: the Hodges–Lehmann estimate of the ratio, with the exact interval of at
 * least 95 % that inverts the signed-rank test (pairs, from 6 boots on) or the Mann–Whitney test (independent, from 4 an arm). On
 * logarithms; where a value of `over` is 0 or less, on the ratios themselves. No unit. Throws RangeError for a value of `under`
 * that is not above 0, for paired arms that differ in length, for no boots and for what is not finite.
 * Source: `hodges-lehmann.ts`; what it covers and sees stands in docs/calibration.md.
 */
export function ratioOfBoots(
  over: readonly number[],
  under: readonly number[],
  design: RatioDesign,
  tail: number = TAIL,
): Effect {
  requireFinite([...over, ...under], 'ratio');
  const divisor = Math.min(...under);
  if (!(divisor > 0)) throw new RangeError(`ratio: a divisor is ${divisor}`);
  if (design === 'paired' && over.length !== under.length) {
    throw new RangeError(`paired arms of ${over.length} and ${under.length} boots`);
  }
  if (over.every((value) => value > 0)) {
    const [above, below] = [over.map(Math.log), under.map(Math.log)];
    const shift =
      design === 'paired'
        ? pairedShift(
            above.map((value, i) => value - below[i]!),
            tail,
          )
        : independentShift(above, below, tail);
    return exponential(shift);
  }
  if (design === 'paired')
    return pairedShift(
      over.map((value, i) => value / under[i]!),
      tail,
    );
  // Which of two values is larger, the divisor scaled, is what the Mann–Whitney test counts: it needs no logarithm.
  return shiftOfDifferences(
    over.flatMap((value) => under.map((other) => value / other)),
    over.length,
    under.length,
    tail,
  );
}

function exponential({ estimate, interval }: Effect): Effect {
  if (interval.kind === 'insufficient') return { estimate: Math.exp(estimate), interval };
  const { low, high, coverage } = interval;
  return {
    estimate: Math.exp(estimate),
    interval: { kind: 'interval', low: Math.exp(low), high: Math.exp(high), coverage },
  };
}
