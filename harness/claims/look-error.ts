import type { Plan, Sequential } from '../types.js';

/** Error of both sides that an interval of the wall clock may have: that of the last look that these boots reach. */
export const errorAt = ({ looks }: Sequential, boots: number): number =>
  looks.filter((look) => look.boots <= boots).at(-1)?.error ?? looks[0]!.error;

/** That error at the boots that a plan came to; absent where their number was fixed. */
export const lookError = ({ sequential, trials }: Pick<Plan, 'sequential' | 'trials'>): number | undefined =>
  sequential && errorAt(sequential, sequential.ended?.boots ?? mostBoots(trials));

const mostBoots = (trials: Plan['trials']): number =>
  Math.max(
    0,
    ...trials.filter(({ clock, pass }) => clock === 'wall' && pass === undefined).map(({ boot }) => boot),
  );
