import type { Claim, Clock, Plan, Scenario } from '../types.js';

/** Levels of the state that each measure takes. */
const LEVELS: Partial<Record<Claim['measure']['type'], number>> = { slope: 2, exponent: 4 };
/** Boots of the wall clock that a 95 % interval takes, and of the instruction clock that show that it repeats. */
const BOOTS: Record<Clock, number> = { wall: 6, instructions: 2 };

/**
 * Pure: what the plan can't decide, said before anything runs: boots without an interval, and claims that want more levels than a
 * scenario's timed trials have.
 */
export function belowMinima(
  { trials }: Pick<Plan, 'trials'>,
  scenarios: readonly Pick<Scenario, 'name' | 'claims'>[],
): string[] {
  return scenarios.flatMap(({ name, claims }) => {
    const shapes = claims.filter(({ kind }) => kind === 'shape');
    return (['instructions', 'wall'] as const).flatMap((clock) => {
      const timed = trials.filter(
        (one) => one.scenario === name && one.clock === clock && one.pass === undefined,
      );
      if (timed.length === 0 || shapes.length === 0) return [];
      const where = `${name}, ${clock === 'instructions' ? 'instruction' : 'wall'} clock`;
      const boots = Math.max(...timed.map(({ boot }) => boot));
      const levels = Math.max(...timed.map((one) => one.levels.length));
      const short = shapes.filter(({ measure }) => (LEVELS[measure.type] ?? 0) > levels);
      return [
        ...(boots >= BOOTS[clock]
          ? []
          : [`${where}: ${boots} of ${BOOTS[clock]} boots that a verdict takes (--boots ${BOOTS[clock]})`]),
        ...(short.length === 0
          ? []
          : [
              `${where}: ${levels} ${levels === 1 ? 'level is' : 'levels are'} too few for ${short.map(({ id }) => id).join(', ')} (--levels)`,
            ]),
      ];
    });
  });
}
