import {
  type Attachment,
  type Measurement,
  ofCommand,
  parsePerfStacks,
  type StepDraft,
  schedule,
  section,
  sections,
  sh,
  shareBelow,
  stackFrames,
  type Trial,
  variantLatencies,
} from '../../../harness/index.js';
import { SAMPLED_CALLS } from '../metrics.js';
import { once } from '../parse.js';
import { ends, ipNetns, settled } from '../reach.js';

/**
 * Samples a second. 50 adds of upstream are then 600 samples and more in either clock, 50 of a tool that scans 3930
 * namespaces 20,000. On the wall clock a sample takes a tenth of a millisecond: more of them would be most of what is seen.
 */
const HERTZ = { instructions: 4999, wall: 999 } as const;
const ADDS = { plain: 10, sampled: 50 };
/** Enough to see that it works. */
const SMOKE_ADDS = { plain: 3, sampled: 10 };
const SECONDS = 300;

/** Names that the kernel has for a call, where it has more than one. */
const NAMES: Record<string, string[]> = { open: ['open', 'openat', 'openat2'] };

/** Call stacks of many adds of each variant: at the first level above 0 and the highest, nothing at any other. */
export function callGraph(trial: Trial, level: number): StepDraft[] {
  if (!ends(trial.levels).includes(level)) return [];
  return trial.variants.flatMap((variant) => [callGraphOf(trial, level, variant), settled(trial, level)]);
}

/** Call stacks of as many adds of one variant as `adds` says, and as many more that are timed without perf. */
export function callGraphOf(
  { clock, profile }: Trial,
  level: number,
  variant: string,
  adds = profile === 'smoke' ? SMOKE_ADDS : ADDS,
): StepDraft {
  const spawns = (action: 'add' | 'delete', kind: keyof typeof ADDS) =>
    Array.from({ length: adds[kind] }, (_, i) => ipNetns(variant, i, action, `${kind}-${i}`));
  const file = (what: string) => `schedules/graph-${what}-${level}-${variant}.tsv`;
  const files = {
    [file('plain')]: schedule(spawns('add', 'plain')),
    [file('sampled')]: schedule(spawns('add', 'sampled')),
    [file('delete')]: schedule([...spawns('delete', 'plain'), ...spawns('delete', 'sampled')]),
  };
  return {
    ...sh('guest/call-graph.sh', HERTZ[clock], SECONDS, ...Object.keys(files)),
    title: `call graph of ${variant} at ${level}`,
    // Loading perf waits for the disk, and on the instruction clock idle time flies.
    deadlineS: 2 * SECONDS + 300,
    onFailure: 'continue',
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
  const shares = SAMPLED_CALLS.map((call) => {
    const calls = stackFrames.systemCall(...(NAMES[call] ?? [call]));
    return [`${call}_share`, shareBelow(ip, stackFrames.isSyscallEntry, calls)];
  });
  const time = (name: string) => {
    const times = variantLatencies(section(all, name), name);
    return times.reduce((sum, { value }) => sum + value, 0) / times.length;
  };
  return once({ ...Object.fromEntries(shares), sampling_cost: time('sampled') / time('plain') });
}

/** The stacks of `ip` alone: what starts it is the harness's own. */
export function callGraphAttachment(stdout: string, name = 'call-graph', when = ''): Attachment {
  const { stacks } = parsePerfStacks(section(sections(stdout), 'stacks'));
  return {
    kind: 'stacks',
    name,
    title: `Call graph of ip netns add${when}`,
    factors: {},
    stacks: [...ofCommand(stacks, 'ip')].map(([frames, count]) => [frames, count]),
  };
}
