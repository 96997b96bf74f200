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
  const queue = [...trials];
  let failed: { error: unknown } | undefined;
  const worker = async (clock: Trial['clock']): Promise<void> => {
    for (;;) {
      const next = queue.findIndex((trial) => trial.clock === clock);
      if (next < 0 || failed !== undefined || signal.aborted) return;
      const [trial] = queue.splice(next, 1) as [Trial];
      try {
        await work(trial);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, () => worker('instructions')));
  await worker('wall');
  if (failed !== undefined) throw failed.error;
}
