/** One system call as `strace -tt -T` saw it. */
export interface TracedCall {
  /** Since the first call of the trace. */
  startNs: number;
  name: string;
  /** Text between the parentheses. */
  args: string;
  /** What came back, without strace's explanation: `3`, `-1`; `?` of a call that never returned. */
  result: string;
  /** Time inside the call, strace's own cost included; undefined of a call that never returned. */
  durationNs: number | undefined;
}

const LINE = /^(?:(\d+) +)?(\d\d):(\d\d):(\d\d)\.(\d{6}) (.*)$/;
const CALL = /^(\w+)\((.*)\) += (\S+)[^<]*(?:<(\d+)\.(\d{6})>)?$/;
const DAY_NS = 86_400e9;

export interface SyscallTrace {
  calls: TracedCall[];
  /** From the start of the first call to the exit: what a reader takes from the first column of a trace. */
  spanNs: number;
}

/**
 * Reads the output of `strace -tt -T` of a program with one thread, with or without `-f`. Signals are left out. Times of
 * day may pass midnight once.
 * @throws Error for a line that is not of strace, for calls of a second process (they would be cut in two), and when the
 *   program did not exit with 0
 */
export function parseStraceTrace(text: string): SyscallTrace {
  const calls: TracedCall[] = [];
  let spanNs: number | undefined;
  let first: number | undefined;
  let pid: string | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const match = LINE.exec(line);
    if (match === null) throw new Error(`not a line of strace -tt: ${JSON.stringify(line.slice(0, 80))}`);
    const [, of, hours, minutes, seconds, micros, said] = match as unknown as string[];
    if (of !== undefined && pid !== undefined && of !== pid) throw new Error('strace saw a second process');
    pid = of ?? pid;
    const ofDay =
      (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e9 + Number(micros) * 1e3;
    first ??= ofDay;
    const startNs = ofDay < first ? ofDay + DAY_NS - first : ofDay - first;
    if (said!.startsWith('---')) continue;
    if (said === '+++ exited with 0 +++') {
      spanNs = startNs;
      continue;
    }
    calls.push({ startNs, ...callOf(said!) });
  }
  if (calls.length === 0 || spanNs === undefined) throw new Error('strace saw no program that ended well');
  return { calls, spanNs };
}

function callOf(said: string): Omit<TracedCall, 'startNs'> {
  const [, name, args, result, seconds, micros] = CALL.exec(said) ?? [];
  if (name === undefined) throw new Error(`not a call: ${JSON.stringify(said.slice(0, 80))}`);
  const durationNs = seconds === undefined ? undefined : Number(seconds) * 1e9 + Number(micros) * 1e3;
  return { name, args: args!, result: result!, durationNs };
}

/**
 * How often these calls follow one another with nothing between them, by their names: one of each place's names, once or
 * more (a message may be looked at before it is taken).
 */
export function occurrences(calls: readonly TracedCall[], pattern: readonly (readonly string[])[]): number {
  let found = 0;
  let due = 0;
  for (const { name } of calls) {
    if (due > 0 && due < pattern.length && pattern[due - 1]!.includes(name)) continue;
    if (pattern[due]!.includes(name)) due += 1;
    else due = pattern[0]!.includes(name) ? 1 : 0;
    if (due === pattern.length) {
      found += 1;
      due = 0;
    }
  }
  return found;
}

/** Time inside calls of these names, in ns; a call that never returned counts for nothing. */
export const timeIn = (calls: readonly TracedCall[], names: readonly string[]): number =>
  calls.filter(({ name }) => names.includes(name)).reduce((sum, { durationNs = 0 }) => sum + durationNs, 0);
