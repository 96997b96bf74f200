/** One call of a traced function. */
export interface FunctionCall {
  /** By the trace clock (mono), to a microsecond; null when the trace has no absolute times. */
  startNs: number | null;
  cpu: number;
  durationNs: number;
  /** Without the module; null when the trace shows its end only. */
  function: string | null;
}

export interface FunctionTrace {
  calls: FunctionCall[];
  /** Records overwritten before they were read; null when the kernel does not say how many. */
  lost: { cpu: number; events: number | null }[];
  /** Calls that had begun and not ended when the trace did. */
  unfinished: number;
  /** Name of the function that this kernel does not have; then there are no calls. */
  missing?: string;
}

interface OpenCall {
  startNs: number | null;
  function: string;
}

const MISSING = /^# netknee: no function (\S+)$/;
const LOST = /^CPU:(\d+) \[LOST (?:(\d+) )?EVENTS\]$/;
const SWITCH = /^\s*(\d+)\)\s.*-\d+\s+=>\s.*-(\d+)$/;
const SKIPPED = /^(#.*|-{10,})?$/;
const INTERRUPT = /(==========>|<==========) +\|$/;
/** Absolute time (`  8.068742 |`), CPU, marker and duration (`@ 119049.3 us |`), and what was called. */
const RECORD =
  /^\s*(?:(\d+)\.(\d{6}) \|\s+)?(\d+)\)\s+(?:[$@*#!+] +)?(?:(\d+)(?:\.(\d{1,3}))? us +)?\|\s+(.*)$/;
const LEAF = /^([^\s(]+)(?: \[[^\]]+\])?\(.*\);/;
const OPENING = /^([^\s(]+)(?: \[[^\]]+\])?\(.*\) \{/;
const CLOSING = /^\}(?: \/\* ([^\s=]+).*\*\/)?/;
const COMMENT = /^\/\*.*\*\/$/;

/**
 * Reads the output of the function_graph tracer with `funcgraph-abstime`.
 *
 * The time at a line is that of the record it is printed from (kernel/trace/trace_functions_graph.c: the
 * prologue prints `iter->ts` before it looks for a return record to join). So at a leaf, `fn();`, it is
 * the *entry*; at `fn() {` the entry as well; at the bare `}` the return. Durations are taken from another
 * clock than those times (trace_clock_local, on kernels before 6.13) and may differ from them.
 */
export function parseFunctionGraph(text: string): FunctionTrace {
  const trace: FunctionTrace = { calls: [], lost: [], unfinished: 0 };
  const open = new Map<string, OpenCall[]>();
  const taskOnCpu = new Map<number, string>();
  const stackOf = (cpu: number): OpenCall[] => {
    const task = taskOnCpu.get(cpu) ?? `cpu ${cpu}`;
    const stack = open.get(task) ?? [];
    open.set(task, stack);
    return stack;
  };

  // Trimmed first: an expression that looks for blanks at both ends takes the square of their number.
  for (const line of text.split('\n').map((one) => one.trimEnd())) {
    const missing = MISSING.exec(line);
    const lost = LOST.exec(line);
    const switched = SWITCH.exec(line);
    if (missing !== null) trace.missing = missing[1]!;
    else if (lost !== null) {
      stackOf(Number(lost[1])).length = 0;
      trace.lost.push({ cpu: Number(lost[1]), events: lost[2] === undefined ? null : Number(lost[2]) });
    } else if (switched !== null) {
      const [, cpu, pid] = switched;
      taskOnCpu.set(Number(cpu), pid === '0' ? `cpu ${cpu}` : `pid ${pid}`);
    } else if (!SKIPPED.test(line.trimStart()) && !INTERRUPT.test(line)) {
      const call = readRecord(line, stackOf);
      if (call !== undefined) trace.calls.push(call);
    }
  }
  for (const stack of open.values()) trace.unfinished += stack.length;
  return trace;
}

function readRecord(line: string, stackOf: (cpu: number) => OpenCall[]): FunctionCall | undefined {
  const record = RECORD.exec(line);
  if (record === null) throw new Error(`not a line of function_graph: ${JSON.stringify(line)}`);
  const [, seconds, micros, cpuText, whole, fraction = ''] = record;
  const what = record[6]!;
  const cpu = Number(cpuText);
  const stampNs = seconds === undefined ? null : Number(seconds) * 1e9 + Number(micros) * 1e3;
  const opening = OPENING.exec(what);
  if (opening !== null) {
    stackOf(cpu).push({ startNs: stampNs, function: opening[1]! });
    return undefined;
  }
  if (COMMENT.test(what)) return undefined;
  const leaf = LEAF.exec(what);
  const closing = CLOSING.exec(what);
  if (whole === undefined || (leaf === null && closing === null)) {
    throw new Error(`not a call of function_graph: ${JSON.stringify(line)}`);
  }
  const durationNs = Number(whole) * 1000 + Number(fraction.padEnd(3, '0'));
  if (leaf !== null) return { startNs: stampNs, cpu, durationNs, function: leaf[1]! };
  const begun = stackOf(cpu).pop();
  if (begun !== undefined) return { startNs: begun.startNs, cpu, durationNs, function: begun.function };
  const startNs = stampNs === null ? null : stampNs - durationNs;
  return { startNs, cpu, durationNs, function: closing?.[1] ?? null };
}
