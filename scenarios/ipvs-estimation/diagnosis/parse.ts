import {
  type Attachment,
  echoesOf,
  gapTable,
  lateness,
  type Measurement,
  measured,
  medianRatio,
  notEndingIn,
  packetAgreement,
  packetsOf,
  parsePacketPath,
  parsePerfStacks,
  section,
  sections,
  shareOf,
  stackFrames,
  stamped,
  worstPacketTable,
} from '../../../harness/index.js';
import { requests, windows } from '../metrics.js';
import { estimationOf } from '../parse.js';

/** What a diagnosis costs the UDP probe beside it, from sections `packets`, with it, and `plain`, without. */
const overhead = (all: Map<string, string>): number =>
  medianRatio(section(all, 'packets'), section(all, 'plain'));

/** The trace of every probe and its reply, on their way through the stack. */
function readWay(stdout: string) {
  const all = sections(stdout);
  const trace = parsePacketPath(section(all, 'trace'));
  const echoes = echoesOf(packetsOf(trace.events));
  return { all, trace, echoes, factors: estimationOf(all, 1) ?? {} };
}

/**
 * Output of `trace-path.sh`: the way of every probe and its reply through the stack. Shares of late probes are left out where none
 * was late, and on a kernel without the timer, where nothing can lie within its runs.
 */
export function parsePath(stdout: string): Measurement[] {
  const { all, trace, echoes, factors } = readWay(stdout);
  const found = lateness(echoes, trace.runs);
  const ofRuns = {
    late_within_timer: found.lateWithin,
    ontime_within_timer: found.onTimeWithin,
    late_on_timer_cpu: found.lateOnCpu,
    late_in_softirq: found.lateInSoftirq,
  };
  const numbers = {
    path_gap_max: found.gapMaxNs,
    path_late_probes: found.late,
    ...(!trace.lacking.includes('estimation_timer') && ofRuns),
    path_overhead: all.has('plain') ? overhead(all) : undefined,
  };
  return measured(numbers, factors);
}

/** The table of the write-up: one request and its reply, step by step; and where else probes waited. */
export function waits(stdout: string): Attachment[] {
  const { trace, echoes, factors } = readWay(stdout);
  const title = 'The probe that waited longest in one hop, with its reply';
  return [
    worstPacketTable(echoes, trace, { name: 'worst-packet', title, factors }),
    gapTable(echoes, { name: 'late-gaps', title: 'Hops that took 50 ms or longer', factors }),
  ];
}

/** Output of `compare-paths.sh`: packets traced by tracefs and by bpftrace at the same time; nothing where there is no bpftrace. */
export function parseAgreement(stdout: string): Measurement[] {
  if (stdout.startsWith('# netknee: no bpftrace')) return [];
  const all = sections(stdout);
  const packets = (name: string) => packetsOf(parsePacketPath(section(all, name)).events);
  const found = packetAgreement(packets('tracefs'), packets('bpftrace'));
  const both = measured({
    paths_seen_by_both: found.seenByBoth,
    path_gap_difference: found.gapDifferenceNs,
    path_same_hop: found.sameHop,
  });
  // What tracing costs is measured on the path that the timer leaves alone.
  const price = measured({ bpftrace_overhead: overhead(all) }, { path: 'away' });
  return stamped([...both, ...price], estimationOf(all, 1) ?? {});
}

/** Output of `request-path.sh`: requests over TCP, as users send them. */
export function parseRequests(stdout: string): Measurement[] {
  const all = sections(stdout);
  const found = requests.measure(section(all, 'tcp'), section(all, 'http'));
  return stamped(found, estimationOf(all, 1) ?? {});
}

/** Output of `stat-path.sh`: softirq shares in windows of 100 ms. */
export function parseWindows(stdout: string): Measurement[] {
  const all = sections(stdout);
  const shares = windows.measure(section(all, 'windows'));
  const price = measured({ windows_overhead: overhead(all) });
  return stamped([...shares, ...price], estimationOf(all, 1) ?? {});
}

/** Stacks of a CPU at work, and who estimates. */
function readStacks(stdout: string) {
  const all = sections(stdout);
  const factors = estimationOf(all, 1) ?? {};
  const { stacks } = parsePerfStacks(section(all, 'stacks'));
  return { busy: notEndingIn(stacks, stackFrames.isIdle), factors };
}

/**
 * Output of `timer-graph.sh`: shares of the samples in which the CPU was not idle. A kernel that estimates in a thread has no
 * share of the timer.
 */
export function parseTimerGraph(stdout: string): Measurement[] {
  const { busy, factors } = readStacks(stdout);
  const inThread = factors.mitigation === 'threads';
  const share = (name: string) => shareOf(busy, stackFrames.kernelFunction(name));
  const shares = {
    timer_softirq_stack_share: inThread ? undefined : share('run_timer_softirq'),
    estimation_timer_stack_share: inThread ? undefined : share('estimation_timer'),
    estimation_thread_stack_share: inThread ? share('ip_vs_estimation_kthread') : undefined,
  };
  return measured(shares, factors);
}

export function timerGraph(stdout: string): Attachment[] {
  const { busy, factors } = readStacks(stdout);
  const title = 'What CPU 0 does when it is not idle';
  const stacks = busy.map(([frames, seen]): [string, number] => [frames, seen]);
  return [{ kind: 'stacks', name: 'timer-graph', title, factors, stacks }];
}
