import pMap from 'p-map';
import type { Trial } from '../types.js';

export interface PoolOptions {
  /** Trials of the instruction clock that may run side by side; the wall clock always has the host to itself. */
  jobs: number;
  signal: AbortSignal;
}

/**
 * Runs trials in the order of the plan, those of the instruction clock side by side. An error that `work` throws
 * stops what has not begun, and is thrown once what runs has ended.
 */
export async function runPool(
  trials: Trial[],
  work: (trial: Trial) => Promise<void>,
  { jobs, signal }: PoolOptions,
): Promise<void> {
  let failed: { error: unknown } | undefined;
  // Never rejects: p-map would then settle at once, with other trials still running behind it.
  const begin = async (trial: Trial): Promise<void> => {
    if (failed !== undefined || signal.aborted) return;
    try {
      await work(trial);
    } catch (error) {
      failed ??= { error };
    }
  };
  const ofClock = (clock: Trial['clock']) => trials.filter((trial) => trial.clock === clock);
  await pMap(ofClock('instructions'), begin, { concurrency: Math.max(1, jobs) });
  await pMap(ofClock('wall'), begin, { concurrency: 1 });
  if (failed !== undefined) throw failed.error;
}
