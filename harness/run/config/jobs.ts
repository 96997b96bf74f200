import { availableParallelism } from 'node:os';
import type { Settings } from './settings.js';

/** For memory's sake: each guest has 2 GB. */
const MOST_JOBS = 8;

/**
 * Guests at once: one unless told, since neighbours add noise. `auto` is one a CPU: an instruction-clock trial is one thread, more at
 * a time than CPUs would only take turns.
 */
export function jobsOf({ jobs = 1 }: Pick<Settings, 'jobs'>): number {
  return jobs === 'auto' ? Math.max(1, Math.min(availableParallelism(), MOST_JOBS)) : jobs;
}
