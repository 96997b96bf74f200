import type { FactorLevel, LevelsByProfile, MachineFactor, StateFactor, TreatmentFactor } from '../types.js';

/** The factor that ascends inside one boot. `byProfile` has other levels for some profiles, such as low ones for smoke. */
export const state = (
  name: string,
  title: string,
  levels: readonly number[],
  byProfile?: LevelsByProfile<number>,
): StateFactor => ({
  ...{ name, title, kind: 'amount', scope: 'state', levels },
  ...(byProfile && { byProfile }),
});

/** A factor whose levels are measured side by side at each level of the state, in a random order of each boot's own. */
export const treatment = (name: string, title: string, levels: readonly FactorLevel[]): TreatmentFactor => ({
  ...{ name, title, scope: 'treatment', levels },
  kind: levels.every((level) => typeof level === 'number') ? 'amount' : 'text',
});

/** A factor of the whole boot, such as how the guest is set up: each level has boots of its own, and steps read `trial.machine`. */
export const machine = (name: string, title: string, levels: readonly FactorLevel[]): MachineFactor => ({
  ...{ name, title, scope: 'machine', levels },
  kind: levels.every((level) => typeof level === 'number') ? 'amount' : 'text',
});
