import { integerOf } from './csv-rows.js';

/** How often each softirq ran on each CPU, by name and CPU number: `counts.TIMER[0]`. */
export type SoftirqCounts = Record<string, Record<number, number>>;

/** Reads the text of /proc/softirqs. */
export function parseSoftirqs(text: string): SoftirqCounts {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const cpus = header.trim().split(/\s+/).map(cpuNumber);
  const counts: SoftirqCounts = {};
  for (const line of lines) {
    const [label = '', ...numbers] = line.trim().split(/\s+/);
    if (!label.endsWith(':') || numbers.length !== cpus.length) {
      throw new Error(`/proc/softirqs: ${cpus.length} counts after a name expected: ${JSON.stringify(line)}`);
    }
    const name = label.slice(0, -1);
    counts[name] = Object.fromEntries(numbers.map((n, i) => [cpus[i]!, integerOf(n, `${name} of softirqs`)]));
  }
  return counts;
}

function cpuNumber(column: string): number {
  const match = /^CPU(\d+)$/.exec(column);
  if (match === null) throw new Error(`/proc/softirqs: no CPU column: ${JSON.stringify(column)}`);
  return Number(match[1]);
}
