import type { Lane, Pass } from '../types.js';

type Boots = Record<Lane, number>;

/** Boots of a pass that takes too long for `smoke` and `quick`. */
export const inLongProfiles = (boots: { standard: Boots; paper: Boots }): Pass['boots'] => ({
  smoke: { exact: 0, real: 0 },
  quick: { exact: 0, real: 0 },
  ...boots,
});
