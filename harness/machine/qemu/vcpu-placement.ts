/** One of the host's CPUs that may be used, and those that share its core, itself included. */
export interface HostCpu {
  cpu: number;
  siblings: number[];
}

/** Pure: the numbers of a kernel's list, such as `0-2,5`. */
export const parseCpuList = (text: string): number[] =>
  text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });

/**
 * Pure: a CPU of the host for each vCPU: a core each as long as there are enough, from the last one down, since the
 * first serves most of the host's interrupts.
 * @returns undefined when there are fewer CPUs than vCPUs
 */
export function placeVcpus(vcpus: number, host: readonly HostCpu[]): number[] | undefined {
  const free = [...host].sort((a, b) => b.cpu - a.cpu);
  if (free.length < vcpus) return undefined;
  const cores = new Set<number>();
  const isFirst = ({ siblings }: HostCpu): boolean => {
    const core = Math.min(...siblings);
    return !cores.has(core) && cores.add(core) !== undefined;
  };
  const first = free.filter(isFirst);
  const others = free.filter((one) => !first.includes(one));
  return [...first, ...others].slice(0, vcpus).map(({ cpu }) => cpu);
}
