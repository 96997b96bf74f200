import {
  type Attachment,
  integerOf,
  latencies,
  type Measurement,
  memoryMeasurements,
  parseSpawnTime,
  section,
  sections,
} from '../../../harness/index.js';

/** How many namespaces there were when it was over, and why it was. */
export interface PressureEnd {
  namespaces: number;
  reason: string;
}

/** The `@@ end` of `pressure.sh`; undefined where it goes on or was over before. @throws when it has no count */
export function parseEnd(stdout: string): PressureEnd | undefined {
  const text = sections(stdout).get('end');
  if (text === undefined) return undefined;
  const [count = '', ...reason] = text.trimEnd().split('\n');
  if (!/^\d+$/.test(count)) throw new Error(`an end of pressure without a count: "${count}"`);
  return { namespaces: Number(count), reason: reason.join(' ') };
}

/** What a death, or an end, is as a number. It is of no level: where it stands is what it says. */
export const endedAt = (namespaces: number): Measurement[] => [
  { metric: 'pressure_end', iteration: 0, value: namespaces },
];

const endOf = (stdout: string): Measurement[] => {
  const end = parseEnd(stdout);
  return end === undefined ? [] : endedAt(end.namespaces);
};

/** How many namespaces the kernel allows by itself; nothing from one that has no such limit. */
export function parseLimit(stdout: string): Measurement[] {
  const text = section(sections(stdout), 'limit').trim();
  if (text === '') return [];
  return [{ metric: 'namespaces_allowed', iteration: 0, value: integerOf(text, 'limit on namespaces') }];
}

/** Memory at a level, when `fill` of `pressure.sh` reached it. */
export function parseReached(stdout: string, level: number): Measurement[] {
  const meminfo = sections(stdout).get('meminfo');
  if (meminfo === undefined) return endOf(stdout);
  return memoryMeasurements(meminfo).map((one) => ({
    ...one,
    metric: `pressure_${one.metric}`,
    factors: { namespaces: level },
  }));
}

/**
 * Latencies of the adds of a level, by variant, and the end if it was there.
 * @throws when an add failed, or had not as many namespaces before it as it should have
 */
export function parseAdds(stdout: string, level: number): Measurement[] {
  const adds = sections(stdout).get('adds');
  if (adds === undefined) return endOf(stdout);
  const rows = latencies(parseSpawnTime(adds)).map(
    ({ label, iteration, count, latencyNs }, i): Measurement => {
      if (count !== level + i) throw new Error(`add ${i} at ${level} met ${count} namespaces`);
      return {
        metric: 'pressure_create_latency',
        iteration,
        value: latencyNs,
        factors: { variant: label, namespaces: level },
      };
    },
  );
  return [...rows, ...endOf(stdout)];
}

/** Why it was over, for people. */
export function endAttachments(stdout: string): Attachment[] {
  const end = parseEnd(stdout);
  if (end === undefined) return [];
  return [
    {
      kind: 'table',
      name: 'pressure-end',
      title: 'Where adding namespaces ended, and why',
      factors: {},
      columns: ['namespaces', 'why'],
      rows: [[String(end.namespaces), end.reason]],
    },
  ];
}

/** The call graph that `low` of `pressure.sh` ran; undefined where it did not run, or did not get through. */
export function graphOf(stdout: string): string | undefined {
  const all = sections(stdout);
  if (all.has('not-now') || all.has('failed')) return undefined;
  section(all, 'stacks');
  return stdout;
}
