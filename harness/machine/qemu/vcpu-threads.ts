import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { type HostCpu, parseCpuList, placeVcpus } from './vcpu-placement.js';

/** A thread of QEMU that runs one vCPU; `-name …,debug-threads=on` gives it its name. */
interface VcpuThread {
  vcpu: number;
  tid: string;
}

const maybe = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function vcpuThreads(pid: number, cpus: number): Promise<VcpuThread[]> {
  const tids = await readdir(`/proc/${pid}/task`).catch(() => [] as string[]);
  const named = await Promise.all(
    tids.map(async (tid) => {
      const vcpu = /^CPU (\d+)\//.exec(await maybe(`/proc/${pid}/task/${tid}/comm`))?.[1];
      return vcpu === undefined || Number(vcpu) >= cpus ? [] : [{ vcpu: Number(vcpu), tid }];
    }),
  );
  return named.flat().sort((a, b) => a.vcpu - b.vcpu);
}

/** The CPUs that this process, and so its children, may use. */
async function hostCpus(): Promise<HostCpu[]> {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(await maybe('/proc/self/status'))?.[1] ?? '';
  return Promise.all(
    parseCpuList(allowed).map(async (cpu) => {
      const siblings = parseCpuList(
        await maybe(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`),
      );
      return { cpu, siblings: siblings.length === 0 ? [cpu] : siblings };
    }),
  );
}

/** Where the vCPUs of a guest run on the host. */
export interface VcpuWatch {
  /** Looks once more at which CPU each is on. */
  look: () => Promise<void>;
  /**
   * For the trial's record: `vcpuCpus`, such as `0 on 3; 1 on 0,2`, the CPUs that each was seen on; `vcpuPinned`, `yes`,
   * or `no` and why.
   */
  facts: () => Record<string, string>;
}

/**
 * Finds the vCPU threads of a QEMU that runs, and pins each to a CPU of its own when asked to. That they can't be is no
 * failure: it is among the facts.
 * @param cpus how many of them the guest starts, from the first on
 */
export async function watchVcpus(pid: number, cpus: number, pin: boolean): Promise<VcpuWatch> {
  const threads = await vcpuThreads(pid, cpus);
  const pinned = pin ? await pinThreads(threads) : 'no (emulated)';
  const seen = new Map(threads.map(({ vcpu }) => [vcpu, new Set<number>()]));
  return {
    look: async () => {
      for (const { vcpu, tid } of threads) {
        const stat = await maybe(`/proc/${pid}/task/${tid}/stat`);
        // Field 39; the name in field 2 may hold blanks.
        const cpu = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[36];
        if (cpu !== undefined && cpu !== '') seen.get(vcpu)?.add(Number(cpu));
      }
    },
    facts: () => ({
      vcpuCpus: [...seen]
        .map(([vcpu, cpus]) => `${vcpu} on ${[...cpus].sort((a, b) => a - b).join(',') || 'unknown'}`)
        .join('; '),
      vcpuPinned: pinned,
    }),
  };
}

async function pinThreads(threads: readonly VcpuThread[]): Promise<string> {
  if (threads.length === 0) return 'no (no thread of a vCPU was found)';
  const places = placeVcpus(threads.length, await hostCpus());
  if (places === undefined) return `no (fewer CPUs than ${threads.length} vCPUs)`;
  for (const [i, { tid }] of threads.entries()) {
    const words = ['--pid', '--cpu-list', String(places[i]), tid];
    const { failed, stderr, shortMessage } = await execa('taskset', words, {
      reject: false,
      timeout: 10_000,
    });
    if (failed) return `no (${(stderr || shortMessage || 'taskset failed').split('\n')[0]})`;
  }
  return 'yes';
}
