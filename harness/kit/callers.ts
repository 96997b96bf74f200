import { calledThrough, parseGdbCaller } from '../probes/gdb-caller.js';

/** How often a function was called, and which share of the calls that gdb shows came through a path. */
export interface CallsThrough {
  /** Undefined without gdb. */
  hits?: number;
  /** Undefined where there is no call, or the callers have no names. */
  share?: number;
}

/**
 * Output of `gdb-caller.sh`.
 * @param path functions that must stand in a backtrace in this order, the innermost first, the program's outermost last
 * @throws when the command failed, or hits are missing
 */
export function callsThrough(stdout: string, path: readonly string[]): CallsThrough {
  const trace = parseGdbCaller(stdout);
  if (trace === undefined) return {};
  const { hits, backtraces } = trace;
  const named = backtraces.length > 0 && backtraces.every((backtrace) => backtrace.includes(path.at(-1)!));
  if (!named) return { hits };
  const through = backtraces.filter((backtrace) => calledThrough(backtrace, path));
  return { hits, share: through.length / backtraces.length };
}
