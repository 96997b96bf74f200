import type { Plan, Sequential, Trial } from '../types.js';

/**
 * Boots after which a sequential run looks at its answers, and the error that each look may spend: two-sided, together 5 %. With six
 * boots an exact interval spans all of them and misses in 2 of 64 runs; what is left of 5 % is shared by the looks after it. That
 * each look's interval is exact, and that errors of several looks add up to no more than their sum, keeps the whole at 5 %
 * (Bonferroni), whatever is seen between the looks; docs/calibration.md has the simulation.
 * Source: Lan and DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983), for spending by looks.
 */
export const LOOKS: Sequential['looks'] = [
  { boots: 6, error: 0.0313 },
  { boots: 9, error: 0.004 },
  { boots: 12, error: 0.0064 },
  { boots: 16, error: 0.0043 },
  { boots: 24, error: 0.004 },
];

/** The most boots of the wall clock that a sequential run may take. */
export const MOST_BOOTS = LOOKS.at(-1)!.boots;

/** Trials in the order of the plan, cut after each look: those of the instruction clock go before the first. */
export function stagesOf(
  trials: readonly Trial[],
  { looks }: Sequential,
): { boots: number; trials: Trial[] }[] {
  return looks.map(({ boots }, i) => {
    const before = looks[i - 1]?.boots ?? 0;
    const isHere = ({ clock, boot }: Trial): boolean =>
      clock === 'instructions' ? i === 0 : boot > before && boot <= boots;
    return { boots, trials: trials.filter(isHere) };
  });
}

/** The plan as far as it was needed: what was to come after the last look is no part of it any more. */
export function endedPlan<P extends Omit<Plan, 'digest'>>(
  plan: P,
  ended: NonNullable<Sequential['ended']>,
): P {
  const trials = plan.trials.filter(({ clock, boot }) => clock === 'instructions' || boot <= ended.boots);
  const estimateS = Math.round(trials.reduce((sum, trial) => sum + trial.estimateS, 0));
  return { ...plan, trials, estimateS, sequential: { ...(plan.sequential as Sequential), ended } };
}
