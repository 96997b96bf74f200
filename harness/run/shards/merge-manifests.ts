import { shardNotice } from '../../design/shard.js';
import type { Manifest, Notice } from '../../types.js';
import { missingTrials, type Part, requireOnce, requireOneRun, requireWhole } from './merge-checks.js';

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** A fact on which the machines agree as it is; else each value once. */
function unitedHosts(hosts: readonly Manifest['host'][]): Manifest['host'] {
  const names = distinct(hosts.flatMap((host) => Object.keys(host)));
  return Object.fromEntries(
    names.map((name) => [name, distinct(hosts.flatMap((host) => host[name] ?? [])).join(' | ')]),
  );
}

/** Notices of all parts, each once; that a part is a shard is no longer true. */
function unitedNotices(parts: readonly Part[]): Notice[] {
  const notices = parts.flatMap(({ manifest: { plan, shard, notices } }) =>
    notices.filter(({ text }) => shard === undefined || text !== shardNotice(plan, shard).text),
  );
  return [...new Map(notices.map((notice) => [`${notice.severity} ${notice.text}`, notice])).values()];
}

/** What is true of the whole alone: that it is not whole, and that its machines differ. */
function installedNotices(parts: readonly Part[], wall: ReadonlySet<string>): Notice[] {
  const missing = missingTrials(parts).length;
  const machines = distinct(
    parts.flatMap(({ manifest: { host, trials } }) =>
      trials
        .filter(({ id }) => wall.has(id))
        .map(({ accelerator }) => `${host.cpu ?? 'an unknown CPU'} with ${accelerator}`),
    ),
  );
  return [
    ...(missing === 0 ? [] : [`merged from a part of the plan: ${missing} trials are in no part`]),
    ...(machines.length <= 1
      ? []
      : [`the wall clock ran on different machines (${machines.join('; ')}): compare within blocks only`]),
  ].map((text) => ({ severity: 'warning', text }));
}

/**
 * One manifest of several: trials in the order of the plan, from the first start to the last end, the machines' facts
 * united and kept for each part. Takes the parts in any order.
 *
 * @throws Failure when they are not parts of one run, when a trial is double, or, unless `partial`, missing
 */
export function mergeManifests(unordered: readonly Part[], partial: boolean): Manifest {
  const parts = [...unordered].sort(
    (a, b) =>
      (a.manifest.shard?.index ?? 0) - (b.manifest.shard?.index ?? 0) || (a.folder < b.folder ? -1 : 1),
  );
  requireOneRun(parts);
  requireOnce(parts);
  if (!partial) requireWhole(parts);
  const manifests = parts.map(({ manifest }) => manifest);
  const { shard: _, ...first } = manifests[0]!;
  const records = new Map(manifests.flatMap(({ trials }) => trials).map((record) => [record.id, record]));
  const ends = manifests.map(({ endedAt }) => endedAt);
  const real = new Set(first.plan.trials.filter(({ clock }) => clock === 'wall').map(({ id }) => id));
  return {
    ...first,
    // ISO 8601 in UTC sorts as text.
    startedAt: manifests.map(({ startedAt }) => startedAt).sort()[0]!,
    endedAt: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
    host: unitedHosts(manifests.map(({ host }) => host)),
    trials: first.plan.trials.flatMap(({ id }) => records.get(id) ?? []),
    notices: [...unitedNotices(parts), ...installedNotices(parts, real)],
    shards: manifests.map(({ shard, startedAt, endedAt, host }) => ({
      ...(shard === undefined ? {} : { shard }),
      startedAt,
      endedAt,
      host,
    })),
  };
}
