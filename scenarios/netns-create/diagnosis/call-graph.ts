import {
  type Attachment,
  latencies,
  type Measurement,
  ofCommand,
  parsePerfStacks,
  parseSpawnTime,
  type StepDraft,
  schedule,
  section,
  sections,
  shareBelow,
  stackFrames,
  type Trial,
} from '../../../harness/index.js';
import { settled, tool } from '../reach.js';

/**
 * Samples a second. 50 adds of upstream are then 600 samples and more in either clock, 50 of a tool that scans 3930
 * namespaces 20,000. On the wall clock a sample takes a tenth of a millisecond: more of them would be most of what is seen.
 */
const HERTZ = { instructions: 4999, wall: 999 } as const;
const ADDS = { plain: 10, sampled: 50 } as const;
/** Enough to see that it works. */
const SMOKE_ADDS = { plain: 3, sampled: 10 } as const;
const SECONDS = 300;

/** Share of samples below the system call entry, by metric: the calls it adds up. */
const CALLS = {
  open_share: ['open', 'openat', 'openat2'],
  sendmsg_share: ['sendmsg'],
  recvmsg_share: ['recvmsg'],
  unshare_share: ['unshare'],
  mount_share: ['mount'],
} as const;

/** Call stacks of many adds of each variant: at the first level above 0 and the highest, nothing at any other. */
export function callGraph(trial: Trial, level: number): StepDraft[] {
  const filled = trial.levels.filter((one) => one > 0);
  if (level !== filled[0] && level !== filled.at(-1)) return [];
  return trial.variants.flatMap((variant) => [callGraphOf(trial, level, variant), settled(trial, level)]);
}

/** Call stacks of as many adds of one variant as `adds` says, and as many more that are timed without perf. */
export function callGraphOf(
  { clock, profile }: Trial,
  level: number,
  variant: string,
  adds: Record<'plain' | 'sampled', number> = profile === 'smoke' ? SMOKE_ADDS : ADDS,
): StepDraft {
  const line = (action: 'add' | 'delete', kind: 'plain' | 'sampled', iteration: number) => ({
    label: variant,
    iteration,
    argv: [tool(variant), 'netns', action, `${kind}-${iteration}`],
  });
  const lines = (action: 'add' | 'delete', kind: 'plain' | 'sampled') =>
    Array.from({ length: adds[kind] }, (_, i) => line(action, kind, i));
  const file = (what: string) => `schedules/graph-${what}-${level}-${variant}.tsv`;
  const files = {
    [file('plain')]: schedule(lines('add', 'plain')),
    [file('sampled')]: schedule(lines('add', 'sampled')),
    [file('delete')]: schedule([...lines('delete', 'plain'), ...lines('delete', 'sampled')]),
  };
  return {
    title: `call graph of ${variant} at ${level}`,
    argv: ['sh', 'guest/call-graph.sh', String(HERTZ[clock]), String(SECONDS), ...Object.keys(files)],
    // Loading perf waits for the disk, and on the instruction clock idle time flies.
    deadlineS: 2 * SECONDS + 300,
    onFailure: 'continue',
    level,
    factors: { namespaces: level, variant },
    files,
    parse: parseCallGraph,
    attachments: (stdout) => [callGraphAttachment(stdout)],
  };
}

/** Output of `call-graph.sh`: shares of `ip`'s samples below the system call entry, and what sampling costs. */
export function parseCallGraph(stdout: string): Measurement[] {
  const all = sections(stdout);
  const ip = ofCommand(parsePerfStacks(section(all, 'stacks')).stacks, 'ip');
  const shares = Object.entries(CALLS).map(([metric, calls]) => ({
    metric,
    iteration: 0,
    value: shareBelow(ip, stackFrames.isSyscallEntry, stackFrames.systemCall(...calls)),
  }));
  const time = (name: string) => {
    const sum = latencies(parseSpawnTime(section(all, name))).map(({ latencyNs }) => latencyNs);
    return sum.reduce((a, b) => a + b, 0) / sum.length;
  };
  return [...shares, { metric: 'sampling_cost', iteration: 0, value: time('sampled') / time('plain') }];
}

/** The stacks of `ip` alone: what starts it is the harness's own. */
export function callGraphAttachment(stdout: string): Attachment {
  const { stacks } = parsePerfStacks(section(sections(stdout), 'stacks'));
  return {
    kind: 'stacks',
    name: 'call-graph',
    title: 'Call graph of ip netns add',
    factors: {},
    stacks: [...ofCommand(stacks, 'ip')].map(([frames, count]) => [frames, count]),
  };
}
