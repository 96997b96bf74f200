import { availableParallelism } from 'node:os';

/** For memory's sake: each guest has 2 GB. */
const MOST_JOBS = 8;

/** An exact trial is one thread: more at a time than CPUs would only take turns. */
export const defaultJobs = (): number => Math.max(1, Math.min(availableParallelism(), MOST_JOBS));
