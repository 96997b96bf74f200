import type { Clock, Pass } from '../types.js';

type Boots = Record<Clock, number>;

/** Boots of a pass that takes too long for `smoke` and `quick`. */
export const inLongProfiles = (boots: { standard: Boots; paper: Boots }): Pass['boots'] => ({
  smoke: { instructions: 0, wall: 0 },
  quick: { instructions: 0, wall: 0 },
  ...boots,
});
