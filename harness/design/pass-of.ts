import type { Pass, PassName, Scenario } from '../types.js';

/** A scenario's pass of this name; undefined of the timed one, which is the scenario itself, and of one that it has not. */
export const passOf = ({ passes }: Pick<Scenario, 'passes'>, pass: PassName | undefined): Pass | undefined =>
  passes?.find(({ name }) => name === pass);
