import type { LevelMeans } from './boot-effects.js';

/** What a departure of levels' means from a law is held against. */
export interface Yardstick {
  /** Variance of one boot's value at one level, as large as the tolerance at the least. */
  variance: number;
  df: number;
  /** Of each level's mean. */
  weights: number[];
  /** Whether departures are shares of y. */
  relative: boolean;
}

/**
 * A smooth law that is none of ours may depart from it by so much of y: seen up to 0.7 % for a logarithm and N·log N. What two
 * boots of the instruction clock agree on to the last digit is no knee for that.
 */
const TOLERANCE = 0.01;

/** The scatter of boots at one level, or what is tolerated where they hardly scatter. */
export function yardstickOf({ levels, variance, df, logarithmic }: LevelMeans): Yardstick {
  const most = Math.max(...levels.map(({ y }) => Math.abs(y)));
  const boots = Math.max(...levels.map((level) => level.boots));
  const tolerance = logarithmic ? TOLERANCE : TOLERANCE * most;
  return {
    df,
    relative: logarithmic,
    variance: Math.max(variance, boots * tolerance ** 2),
    weights: levels.map((level) => (logarithmic ? level.boots / level.y ** 2 : level.boots)),
  };
}
