import { latencies, type Measurement, parseSpawnTime, sections } from '../../../harness/index.js';

const SECOND_NS = 1e9;

/**
 * Output of `parallel-adds.sh` for one variant: the time of every add, and how many there were a second from the first start
 * to the last end. @throws when an add failed, or fewer creators worked than there should
 */
export function parseParallel(stdout: string, creators: number): Measurement[] {
  const parts = [...sections(stdout).values()].map(parseSpawnTime);
  if (parts.length !== creators) throw new Error(`${parts.length} creators where ${creators} are due`);
  const rows = parts.flat();
  const times = latencies(rows).map(({ latencyNs }) => latencyNs);
  const start = Math.min(...rows.map(({ startNs }) => startNs));
  const end = Math.max(...rows.map(({ startNs, durationNs }) => startNs + durationNs));
  const throughput = (SECOND_NS * times.length) / (end - start);
  return [
    ...times.map((value, iteration) => ({ metric: 'parallel_create_latency', iteration, value })),
    { metric: 'create_throughput', iteration: 0, value: throughput },
  ];
}
