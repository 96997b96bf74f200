import { integerOf } from './csv-rows.js';

/** Calls by name of the system call. */
export type SyscallCounts = Record<string, number>;

/**
 * Reads the summary of `strace -c -f`. Columns are cut where the ruler under the header says, since
 * `errors` is blank in most rows and `usecs/call` in the last one of older versions. The sum of
 * the calls must be the total, or the summary was cut off.
 */
export function parseStraceCount(text: string): SyscallCounts {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^% time +seconds +usecs\/call +calls +errors +syscall$/.test(line));
  const ruler = lines[at + 1] ?? '';
  const columns = [...ruler.matchAll(/-+/g)].map((match) => [match.index, match.index + match[0].length]);
  if (at === -1 || columns.length !== 6) throw new Error('no summary of strace -c');
  const cell = (line: string, column: number, end = columns[column]![1]) =>
    line.slice(columns[column]![0], end).trim();

  const counts: SyscallCounts = {};
  let total: number | undefined;
  let sum = 0;
  for (const line of lines.slice(at + 2)) {
    if (line === '' || /^-[- ]*$/.test(line)) continue;
    const name = cell(line, 5, line.length);
    const calls = integerOf(cell(line, 3), `calls of ${name || JSON.stringify(line)}`);
    if (name === 'total') {
      total = calls;
      break;
    }
    counts[name] = (counts[name] ?? 0) + calls;
    sum += calls;
  }
  if (total !== sum)
    throw new Error(`strace -c: calls sum up to ${sum}, its total says ${total ?? 'nothing'}`);
  return counts;
}

/** Files opened, whichever call the C library takes for it. */
export function opens(counts: SyscallCounts): number {
  return (counts.open ?? 0) + (counts.openat ?? 0);
}

export function totalCalls(counts: SyscallCounts): number {
  return Object.values(counts).reduce((sum, calls) => sum + calls, 0);
}
