import {
  csvRows,
  integerOf,
  type Measurement,
  memoryMeasurements,
  opens,
  parseStraceCount,
  section,
  sections,
} from '../../harness/index.js';

/** One value of each metric, of those that could be had. */
export const once = (values: Readonly<Record<string, number | undefined>>): Measurement[] =>
  Object.entries(values).flatMap(([metric, value]) =>
    value === undefined ? [] : [{ metric, iteration: 0, value }],
  );

/** Output of `netns-fill`: how long it took to come from the level below, in ns. */
export const parseFill = (stdout: string): Measurement[] =>
  csvRows(stdout, ['from', 'to', 'duration_ns', 'unshare_ns', 'bind_ns']).flatMap((row) =>
    once({ fill_time: integerOf(row.duration_ns, 'duration_ns') }),
  );

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
  return [...memoryMeasurements(section(all, 'meminfo')), ...once({ nsfs_mounts: mounts })];
}

/** Output of `count-calls.sh`. `recvmsg` stands for what the kernel answered. */
export function parseCalls(stdout: string): Measurement[] {
  const counts = parseStraceCount(stdout);
  return once({ open_calls: opens(counts), sendmsg_calls: counts.sendmsg ?? 0 });
}
