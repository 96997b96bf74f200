import {
  type Measurement,
  occurrences,
  parseStraceTrace,
  type StepDraft,
  type Trial,
  timeIn,
} from '../../../harness/index.js';
import { tool } from '../reach.js';

const OPEN = ['open', 'openat'];
const SCAN = [...OPEN, 'sendmsg', 'recvmsg', 'close'];
/** What the scan does with one namespace that exists. */
const ROUND = [OPEN, ['sendmsg'], ['recvmsg'], ['close']];

/** Output of `trace-calls.sh`. */
export function parseTracedCalls(stdout: string): Measurement[] {
  const { calls, spanNs } = parseStraceTrace(stdout);
  const one = (metric: string, value: number): Measurement => ({ metric, iteration: 0, value });
  return [
    one('traced_add_time', spanNs),
    one('traced_opens', calls.filter(({ name }) => OPEN.includes(name)).length),
    one('traced_sendmsgs', calls.filter(({ name }) => name === 'sendmsg').length),
    one('scan_rounds', occurrences(calls, ROUND)),
    one('scan_call_time', timeIn(calls, SCAN)),
  ];
}

/** One add of every variant under `strace -tt -T`. */
export const tracedCalls = (trial: Trial, level: number): StepDraft[] =>
  trial.variants.map((variant) => ({
    title: `trace ${variant} at ${level}`,
    argv: ['sh', 'guest/trace-calls.sh', tool(variant), `trace-${level}-${variant}`],
    deadlineS: 300,
    onFailure: 'continue',
    level,
    factors: { namespaces: level, variant },
    parse: parseTracedCalls,
  }));
