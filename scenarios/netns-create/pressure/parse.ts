import {
  type Attachment,
  integerOf,
  type Measurement,
  memoryMeasurements,
  parseSpawnTime,
  section,
  sections,
  stamped,
  variantLatencies,
} from '../../../harness/index.js';
import { once } from '../parse.js';

/**
 * The `@@ end` of `pressure.sh`: how many namespaces there were when it was over, and why it was; undefined where it goes on or
 * was over before. @throws when it has no count
 */
export function parseEnd(stdout: string): { namespaces: number; reason: string } | undefined {
  const text = sections(stdout).get('end');
  if (text === undefined) return undefined;
  const [count = '', ...reason] = text.trimEnd().split('\n');
  if (!/^\d+$/.test(count)) throw new Error(`an end of pressure without a count: "${count}"`);
  return { namespaces: Number(count), reason: reason.join(' ') };
}

/** What a death, or an end, is as a number. It is of no level: where it stands is what it says. */
export const endedAt = (namespaces: number): Measurement[] => once({ pressure_end: namespaces });

const endOf = (stdout: string): Measurement[] => {
  const end = parseEnd(stdout);
  return end === undefined ? [] : endedAt(end.namespaces);
};

/** How many namespaces the kernel allows by itself; nothing from one that has no such limit. */
export function parseLimit(stdout: string): Measurement[] {
  const text = section(sections(stdout), 'limit').trim();
  return text === '' ? [] : once({ namespaces_allowed: integerOf(text, 'limit on namespaces') });
}

/** Memory at a level, when `fill` of `pressure.sh` reached it. */
export function parseReached(stdout: string, level: number): Measurement[] {
  const meminfo = sections(stdout).get('meminfo');
  if (meminfo === undefined) return endOf(stdout);
  const memory = memoryMeasurements(meminfo).map((one) => ({ ...one, metric: `pressure_${one.metric}` }));
  return stamped(memory, { namespaces: level });
}

/**
 * Latencies of the adds of a level, by variant, and the end if it was there.
 * @throws when an add failed, or had not as many namespaces before it as it should have
 */
export function parseAdds(stdout: string, level: number): Measurement[] {
  const adds = sections(stdout).get('adds');
  if (adds === undefined) return endOf(stdout);
  const rows = variantLatencies(adds, 'pressure_create_latency');
  for (const { sequence, count } of parseSpawnTime(adds)) {
    if (count !== level + sequence) throw new Error(`add ${sequence} at ${level} met ${count} namespaces`);
  }
  return [...stamped(rows, { namespaces: level }), ...endOf(stdout)];
}

/** Why it was over, for people. */
export function endAttachments(stdout: string): Attachment[] {
  const end = parseEnd(stdout);
  if (end === undefined) return [];
  const title = 'Where adding namespaces ended, and why';
  const columns = ['namespaces', 'why'];
  const rows = [[String(end.namespaces), end.reason]];
  return [{ kind: 'table', name: 'pressure-end', title, factors: {}, columns, rows }];
}

/** Whether `low` of `pressure.sh` ran its call graph, and got through. @throws where it says neither, and shows none */
export function hasGraph(stdout: string): boolean {
  const all = sections(stdout);
  return !all.has('not-now') && !all.has('failed') && section(all, 'stacks') !== undefined;
}
