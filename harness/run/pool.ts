import type { Trial } from '../types.js';

export interface PoolOptions {
  /** Trials of the exact lane that may run side by side; the real lane always has the host to itself. */
  jobs: number;
  signal: AbortSignal;
}

/**
 * Runs trials in the order of the plan, those of the exact lane side by side. An error that `work` throws
 * stops what has not begun, and is thrown once what runs has ended.
 */
export async function runPool(
  trials: Trial[],
  work: (trial: Trial) => Promise<void>,
  { jobs, signal }: PoolOptions,
): Promise<void> {
  const queue = [...trials];
  let failed: { error: unknown } | undefined;
  const worker = async (lane: Trial['lane']): Promise<void> => {
    for (;;) {
      const next = queue.findIndex((trial) => trial.lane === lane);
      if (next < 0 || failed !== undefined || signal.aborted) return;
      const [trial] = queue.splice(next, 1) as [Trial];
      try {
        await work(trial);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, () => worker('exact')));
  await worker('real');
  if (failed !== undefined) throw failed.error;
}
