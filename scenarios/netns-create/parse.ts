import {
  csvRows,
  integerOf,
  latencies,
  type Measurement,
  memoryMeasurements,
  opens,
  parseSpawnTime,
  parseStraceCount,
  section,
  sections,
} from '../../harness/index.js';

/** Output of `spawn-time`, its label being the variant. @throws when any spawn failed */
export function parseLatencies(stdout: string, metric: string): Measurement[] {
  return latencies(parseSpawnTime(stdout)).map(({ label, iteration, latencyNs }) => ({
    metric,
    iteration,
    value: latencyNs,
    factors: { variant: label },
  }));
}

/** Output of `netns-fill`: how long it took to come from the level below, in ns. */
export function parseFill(stdout: string): Measurement[] {
  const rows = csvRows(stdout, ['from', 'to', 'duration_ns', 'unshare_ns', 'bind_ns']);
  return rows.map((row) => ({
    metric: 'fill_time',
    iteration: 0,
    value: integerOf(row.duration_ns, 'duration_ns'),
  }));
}

/** Output of `netns-settle`: why adds may be slow for another reason than the namespaces that exist; empty when it settled. */
export function parseSettled(stdout: string): string[] {
  if (stdout === '') return [];
  const rows = csvRows(stdout, ['expected', 'active', 'duration_ns', 'settled']);
  return rows.flatMap(({ expected, active, duration_ns, settled }) => {
    if (settled === '1') return [];
    const seconds = Math.round(integerOf(duration_ns, 'duration_ns') / 1e8) / 10;
    return [`not settled: ${active} namespaces are alive after ${seconds} s where ${expected} may be`];
  });
}

/** Output of `state.sh`. */
export function parseState(stdout: string): Measurement[] {
  const all = sections(stdout);
  const mounts = integerOf(section(all, 'nsfs-mounts').trim(), 'count of nsfs mounts');
  return [
    ...memoryMeasurements(section(all, 'meminfo')),
    { metric: 'nsfs_mounts', iteration: 0, value: mounts },
  ];
}

/** Output of `count-calls.sh`. `recvmsg` stands for what the kernel answered. */
export function parseCalls(stdout: string): Measurement[] {
  const counts = parseStraceCount(stdout);
  return [
    { metric: 'open_calls', iteration: 0, value: opens(counts) },
    { metric: 'sendmsg_calls', iteration: 0, value: counts.sendmsg ?? 0 },
  ];
}
