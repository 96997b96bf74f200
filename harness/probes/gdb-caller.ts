import { integerOf } from './csv-rows.js';
import { section, sections } from './sections.js';

/** What `gdb-caller.sh` saw of one function in one run of a command. */
export interface CallerTrace {
  /** How often the function was called: gdb's own count. */
  hits: number;
  /** Names of the functions of the first hits, innermost first; `??` where the program has no symbols. */
  backtraces: string[][];
}

/**
 * Reads the output of `gdb-caller.sh`; undefined where gdb is not installed.
 * @throws Error when the command failed, when gdb never found the function, and when hits are missing: none of them
 *   may look like a function that is not called
 */
export function parseGdbCaller(stdout: string): CallerTrace | undefined {
  if (stdout.trim() === '# netknee: no gdb') return undefined;
  const all = sections(stdout);
  const [, end] = /^\[Inferior 1 \(process \d+\) exited (normally|with code \d+)\]$/m.exec(stdout) ?? [];
  if (end !== 'normally') throw new Error(`the command under gdb ${end ? `exited ${end}` : 'did not exit'}`);
  const breakpoint = section(all, 'breakpoint');
  if (!/^1 +breakpoint .* 0x[0-9a-f]+ /m.test(breakpoint)) {
    throw new Error('gdb did not find the function: its breakpoint was never set');
  }
  const hits = integerOf(/^\s+breakpoint already hit (\d+) times?$/m.exec(breakpoint)?.[1] ?? '0', 'hits');
  const backtraces = [...all].filter(([name]) => /^hit-\d+$/.test(name)).map(([, text]) => frames(text));
  // Only after the last backtrace that it was asked for does gdb ignore the hits that follow.
  const whole = /^\s+ignore next \d+ hits$/m.test(breakpoint)
    ? hits >= backtraces.length
    : hits === backtraces.length;
  if (!whole) throw new Error(`gdb counts ${hits} hits and shows ${backtraces.length} backtraces`);
  return { hits, backtraces };
}

/** `#1  0x00005555 in name (fd=...) at file.c:28`: an inlined function's frame has no address. */
function frames(backtrace: string): string[] {
  const names = [...backtrace.matchAll(/^#\d+ +(?:0x[0-9a-f]+ in )?(\S+) \(/gm)].map(([, name]) => name!);
  if (names.length === 0) throw new Error('gdb shows a hit without a frame');
  return names;
}

/** Whether all of `path` stand in a backtrace in this order, innermost first; others may stand between them. */
export function calledThrough(backtrace: readonly string[], path: readonly string[]): boolean {
  let due = 0;
  for (const name of backtrace) if (name === path[due]) due++;
  return due === path.length;
}
