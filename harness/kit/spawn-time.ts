import { sections } from '../probes/sections.js';
import { latencies, parseSpawnTime, schedule } from '../probes/spawn-time.js';
import { type Probe, timeMetric } from './probe.js';
import { processorMetrics, processorTimes } from './processor-time.js';

/**
 * The words of the command of one iteration, counted from 0. The first is a path, `/sbin/ip`: nothing looks it up, so that no search is
 * timed. A script of the guest folder is `/bin/sh guest/NAME.sh`.
 */
type Command = (iteration: number) => readonly string[];

/** @throws for a command that is no path */
const argvs = (times: number, command: Command, label: string) =>
  Array.from({ length: times }, (_, iteration) => {
    const argv = command(iteration);
    if (!argv[0]?.includes('/'))
      throw new Error(
        `${label}: "${argv[0] ?? ''}" is no path; name the program by its path, such as /sbin/ip: no PATH is searched`,
      );
    return { label, iteration, argv };
  });

/**
 * The time of a command from its start to its end, once an iteration, and its processor time. One that fails fails the step. `id` tells
 * the steps of a trial apart.
 * @param name of the metric
 * @param title what the command does
 */
export function spawnTime(name: string, title: string): Probe<[id: string, times: number, command: Command]> {
  return {
    metrics: [timeMetric(name, title), ...processorMetrics(name, title)],
    step: (id, times, command) => {
      const file = `schedules/${name}-${id}.tsv`;
      return {
        title: name,
        argv: ['spawn-time', file],
        deadlineS: 900,
        onFailure: 'continue',
        files: { [file]: schedule(argvs(times, command, name)) },
        parse: (stdout) =>
          latencies(parseSpawnTime(stdout)).flatMap((one) => [
            { metric: name, iteration: one.iteration, value: one.latencyNs },
            ...processorTimes(name, one),
          ]),
      };
    },
  };
}

/**
 * So many of a command at once: `NAME`, the time of each, and `NAME_wall`, from the first start to the last end. The order in which the
 * machine runs them is chance, even where instructions are counted.
 * @param name of the metrics
 * @param title what one command does
 */
export function burst(name: string, title: string): Probe<[id: string, times: number, command: Command]> {
  return {
    metrics: [
      timeMetric(name, title),
      timeMetric(`${name}_wall`, `${title}, all at once, first start to last end`),
    ].map((one) => ({ ...one, nondeterministic: true })),
    step: (id, times, command) => {
      const files = Object.fromEntries(
        argvs(times, command, name).map((one) => [
          `schedules/${name}-${id}-${one.iteration}.tsv`,
          schedule([one]),
        ]),
      );
      return {
        title: name,
        argv: ['sh', 'guest/burst.sh', ...Object.keys(files)],
        deadlineS: 900,
        onFailure: 'continue',
        files,
        parse: (stdout) => parseBurst(stdout, name, times),
      };
    },
  };
}

/** Output of `burst.sh`. @throws when a command failed, or fewer ran than there should */
export function parseBurst(stdout: string, name: string, times: number) {
  const rows = [...sections(stdout).values()].flatMap(parseSpawnTime);
  if (rows.length !== times) throw new Error(`${rows.length} commands where ${times} are due`);
  const wall =
    Math.max(...rows.map(({ startNs, durationNs }) => startNs + durationNs)) -
    Math.min(...rows.map(({ startNs }) => startNs));
  return [
    ...latencies(rows).map(({ latencyNs }, iteration) => ({ metric: name, iteration, value: latencyNs })),
    { metric: `${name}_wall`, iteration: 0, value: wall },
  ];
}
