import type { Clock, FactorLevel, Profile, Scenario, ScenarioFactor, Trial } from '../types.js';

/** What decides which levels of a factor are measured. */
interface Asked {
  profile: Profile;
  levels?: Readonly<Record<string, readonly FactorLevel[]>> | undefined;
}

export const ascending = (levels: readonly number[]): number[] => [...new Set(levels)].sort((a, b) => a - b);

/** The levels of one factor: as they were asked for, else of the profile and clock, else the usual ones. */
export function levelsFor(
  factor: ScenarioFactor,
  clock: Clock,
  { profile, levels }: Asked,
): readonly FactorLevel[] {
  const ofProfile = factor.byProfile?.[profile];
  const own = Array.isArray(ofProfile)
    ? ofProfile
    : (ofProfile as { [clock in Clock]?: FactorLevel[] })?.[clock];
  return levels?.[factor.name] ?? own ?? factor.levels ?? [];
}

/** The treatments that declare levels, as a trial has them; nothing of a scenario without such. */
export function treatmentsOf({ factors }: Scenario, clock: Clock, asked: Asked): Pick<Trial, 'treatments'> {
  const some = factors.filter((factor) => factor.scope === 'treatment' && factor.levels !== undefined);
  if (some.length === 0) return {};
  return { treatments: Object.fromEntries(some.map((one) => [one.name, levelsFor(one, clock, asked)])) };
}
