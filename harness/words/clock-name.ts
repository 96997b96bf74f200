import type { Clock } from '../types.js';

/** `instruction clock`, `wall clock`: the clock for people. */
export const clockName = (clock: Clock): string =>
  clock === 'instructions' ? 'instruction clock' : 'wall clock';
