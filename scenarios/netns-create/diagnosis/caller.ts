import {
  calledThrough,
  type Measurement,
  parseGdbCaller,
  type StepDraft,
  type Trial,
} from '../../../harness/index.js';
import { tool } from '../reach.js';

/** How the scan comes to ask the kernel: other functions may stand between these. */
const SCAN = ['rtnl_talk', 'netns_map_init', 'do_netns', 'main'];

/** Output of `caller.sh`: nothing without gdb, and no share of calls that nobody made or whose callers have no names. */
export function parseCaller(stdout: string): Measurement[] {
  const trace = parseGdbCaller(stdout);
  if (trace === undefined) return [];
  const { hits, backtraces } = trace;
  const named = backtraces.length > 0 && backtraces.every((backtrace) => backtrace.includes('main'));
  const scans = backtraces.filter((backtrace) => calledThrough(backtrace, SCAN)).length;
  return [
    { metric: 'sendmsg_hits', iteration: 0, value: hits },
    ...(named ? [{ metric: 'map_init_share', iteration: 0, value: scans / backtraces.length }] : []),
  ];
}

/** One add of every variant under gdb, with a breakpoint on sendmsg. */
export const callers = (trial: Trial, level: number): StepDraft[] =>
  trial.variants.map((variant) => ({
    title: `caller of ${variant} at ${level}`,
    argv: ['sh', 'guest/caller.sh', tool(variant), `caller-${variant}`],
    deadlineS: 300,
    onFailure: 'continue',
    level,
    factors: { namespaces: level, variant },
    parse: parseCaller,
  }));
