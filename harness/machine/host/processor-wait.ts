import { readdir, readFile } from 'node:fs/promises';

/**
 * Seconds for which the thread of a process that waited longest was ready to run and had no processor, since it began: what
 * other work on this host took from it. 0 where the kernel does not count them, and for a process that is gone.
 * Source: Linux, Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat, second field, in ns.
 */
export async function processorWaitS(pid: number): Promise<number> {
  const folder = `/proc/${pid}/task`;
  const threads = await readdir(folder).catch(() => [] as string[]);
  const waits = await Promise.all(
    threads.map(async (thread) => {
      const text = await readFile(`${folder}/${thread}/schedstat`, 'utf8').catch(() => '');
      return Number(text.split(' ')[1] ?? 0) / 1e9;
    }),
  );
  return Math.max(0, ...waits.filter(Number.isFinite));
}
