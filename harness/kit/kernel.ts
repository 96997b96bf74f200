import { parseFunctionGraph } from '../probes/ftrace-function.js';
import { MEMORY_METRICS, memoryMeasurements } from '../probes/meminfo.js';
import { parsePerfStacks } from '../probes/perf-stacks.js';
import { parseStraceCount } from '../probes/strace-count.js';
import type { Metric } from '../types.js';
import { metric } from './declare.js';
import { type Probe, timeMetric } from './probe.js';

/**
 * How long each call of a kernel function takes, and how many there are (`NAME_calls`), by ftrace: while a command runs, which has so
 * many seconds and a minute and whose first word is looked up on the PATH, or for so many seconds without one. Nothing on a kernel
 * that does not have the function; a trace that lost events fails the step.
 * @param more where chance decides the time, as of a hash with a random seed
 */
export function functionTime(
  name: string,
  kernelFunction: string,
  more: Pick<Metric, 'nondeterministic'> = {},
): Probe<[seconds: number, ...command: string[]]> {
  return {
    metrics: [
      { ...timeMetric(name, `one call of ${kernelFunction}`), ...more },
      metric(`${name}_calls`, 'count', `calls of ${kernelFunction}`),
    ],
    step: (seconds, ...command) => ({
      title: name,
      argv: [
        ...['sh', 'guest/ftrace-function.sh', kernelFunction, String(seconds)],
        ...(command.length === 0 ? [] : ['--', ...command]),
      ],
      deadlineS: seconds + 120,
      onFailure: 'continue',
      parse: (stdout) => parseFunctionTime(stdout, name),
    }),
  };
}

/** Output of `ftrace-function.sh`. @throws when the trace lost events */
export function parseFunctionTime(stdout: string, name: string) {
  if (stdout.startsWith('# netknee: no function ')) return [];
  const { calls, lost } = parseFunctionGraph(stdout);
  if (lost.length > 0) throw new Error('the trace lost events');
  return [
    ...calls.map(({ durationNs }, iteration) => ({ metric: name, iteration, value: durationNs })),
    { metric: `${name}_calls`, iteration: 0, value: calls.length },
  ];
}

/** Memory as the kernel counts it. */
export const memory = (): Probe => ({
  metrics: [...MEMORY_METRICS],
  step: () => ({
    title: 'memory',
    argv: ['cat', '/proc/meminfo'],
    deadlineS: 30,
    onFailure: 'continue',
    parse: memoryMeasurements,
  }),
});

/**
 * How often one run of a command makes each of these system calls, by strace: `NAME_CALL`. Open and openat are two calls.
 */
export function callCounts(name: string, calls: readonly string[]): Probe<[...command: string[]]> {
  return {
    metrics: calls.map((call) => ({
      ...{ name: `${name}_${call}`, unit: 'count', better: 'lower', title: `${call} calls of one run` },
    })),
    step: (...command) => ({
      title: name,
      argv: ['sh', 'guest/strace-calls.sh', ...command],
      deadlineS: 300,
      onFailure: 'continue',
      parse: (stdout) => {
        const counts = parseStraceCount(stdout);
        return calls.map((call) => ({ metric: `${name}_${call}`, iteration: 0, value: counts[call] ?? 0 }));
      },
    }),
  };
}

/** Call stacks of a command and its children, by perf: shown as a flame graph of this name, and no number. */
export function callGraph(name: string, title: string): Probe<[hertz: number, ...command: string[]]> {
  return {
    metrics: [],
    step: (hertz, ...command) => ({
      title: name,
      argv: ['sh', 'guest/perf-stacks.sh', String(hertz), '300', '--', ...command],
      // Loading perf waits for the disk.
      deadlineS: 700,
      onFailure: 'continue',
      attachments: (stdout) => [
        {
          ...{ kind: 'stacks', name, title, factors: {} },
          stacks: [...parsePerfStacks(stdout).stacks].map(([frames, seen]) => [frames, seen]),
        },
      ],
    }),
  };
}
