import {
  ascending,
  callsThrough,
  inLongProfiles,
  type Measurement,
  occurrences,
  type Pass,
  parseStraceTrace,
  type StepDraft,
  type Trial,
  timeIn,
} from '../../../harness/index.js';
import { once } from '../parse.js';
import { ends, oneAddEach, prepared, reach } from '../reach.js';
import { callGraph } from './call-graph.js';

const OPEN = ['open', 'openat'];
const SCAN = [...OPEN, 'sendmsg', 'recvmsg', 'close'];
/** What the scan does with one namespace that exists. */
const ROUND = [OPEN, ['sendmsg'], ['recvmsg'], ['close']];

/** Output of `trace-calls.sh`: one add under `strace -tt -T`. */
export function parseTracedCalls(stdout: string): Measurement[] {
  const { calls, spanNs } = parseStraceTrace(stdout);
  return once({
    traced_add_time: spanNs,
    traced_opens: calls.filter(({ name }) => OPEN.includes(name)).length,
    traced_sendmsgs: calls.filter(({ name }) => name === 'sendmsg').length,
    scan_rounds: occurrences(calls, ROUND),
    scan_call_time: timeIn(calls, SCAN),
  });
}

/** How the scan comes to ask the kernel: other functions may stand between these. */
const CALLERS = ['rtnl_talk', 'netns_map_init', 'do_netns', 'main'];

/** Output of `caller.sh`, one add under gdb with a breakpoint on sendmsg. */
export function parseCaller(stdout: string): Measurement[] {
  const { hits, share } = callsThrough(stdout, CALLERS);
  return once({ sendmsg_hits: hits, map_init_share: share });
}

const atLevel = (trial: Trial, level: number, previous: number): StepDraft[] => [
  ...reach(trial, level, previous),
  ...oneAddEach(trial, level, 'guest/trace-calls.sh', ['trace', `trace-${level}`], parseTracedCalls),
  ...callGraph(trial, level),
  // gdb fills the page cache with itself: it comes last.
  ...(level === trial.levels.at(-1)
    ? oneAddEach(trial, level, 'guest/caller.sh', ['caller of', 'caller'], parseCaller)
    : []),
];

/** Host seconds without KVM, measured on two cores: boot and gdb's own start, */
const BASE_S = { instructions: 30, wall: 40 };
/** one level for each variant, and what one namespace adds to it. */
const LEVEL_S = { instructions: 8, wall: 12 };
const NAMESPACE_S = { instructions: 0.014, wall: 0.03 };

/** Why an add takes its time: which calls it makes, who makes them, and where in the kernel the time goes. */
export const diagnosis: Pass = {
  name: 'diagnosis',
  title: 'calls, callers and call graphs of ip netns add',
  boots: inLongProfiles({ standard: { instructions: 2, wall: 6 }, paper: { instructions: 2, wall: 10 } }),
  // With the one of the published trace.
  levels: (levels) => levels.filter((level) => level === 2000 || ends(levels).includes(level)),
  steps: ascending((trial) => [prepared(trial)], atLevel),
  estimateS: ({ clock, levels, variants }) =>
    BASE_S[clock] +
    levels.reduce((sum, n) => sum + variants.length * (LEVEL_S[clock] + n * NAMESPACE_S[clock]), 0),
};
