/**
 * An interval of two sides, in the unit of what it is about, or the least number of values it needs.
 * `coverage` is the confidence it has: the true one of an exact method (at least 0.95, since only some can be
 * had at a given n), the nominal one of an approximate method.
 */
export type Interval =
  | { kind: 'interval'; low: number; high: number; coverage: number }
  | { kind: 'insufficient'; need: number };

/** How large something is and how well that is known. `interval` has the unit of `estimate`. */
export interface Effect {
  estimate: number;
  interval: Interval;
}

/** The confidence that every interval of this room aims at, and what that leaves in each tail. */
export const CONFIDENCE = 0.95;
export const TAIL = 0.025;
