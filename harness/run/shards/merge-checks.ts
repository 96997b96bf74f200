import { EXIT, Failure } from '../../failure.js';
import type { Manifest } from '../../types.js';
import { artifactDifferences, digestWord } from '../prepare/same-artifacts.js';

/** The manifest of a results folder to merge, and how to call it in a message. */
export interface Part {
  folder: string;
  manifest: Manifest;
}

const fail = (what: string, lines: string[], remedy: string) =>
  new Failure({ what, exit: EXIT.usage, tail: lines.join('\n'), remedy });

/** One value in all parts, or a Failure that says which part has which. */
function requireSame(
  parts: readonly Part[],
  what: string,
  remedy: string,
  of: (m: Manifest) => string,
): void {
  const values = parts.map(({ folder, manifest }) => ({ folder, value: of(manifest) }));
  if (new Set(values.map(({ value }) => value)).size <= 1) return;
  throw fail(
    what,
    values.map(({ folder, value }) => `${folder}: ${value}`),
    remedy,
  );
}

/** What a part lacks or has otherwise than the first one, a line each. */
function differencesOf(first: Part, other: Part): string[] {
  const found = artifactDifferences(first.manifest.artifacts, other.manifest.artifacts);
  return found.map(({ name, one: ours, other: theirs }) =>
    ours === undefined || theirs === undefined
      ? `${name} is not in ${ours === undefined ? first.folder : other.folder}`
      : `${name}: ${digestWord(ours)} in ${first.folder}, ${digestWord(theirs)} in ${other.folder}`,
  );
}

/** @throws Failure when the parts are not of one plan, one netknee and the same artifacts */
export function requireOneRun(parts: readonly Part[]): void {
  const plans = 'Name the shards of one plan: the same scenarios, profile, levels, boots and seed.';
  requireSame(
    parts,
    'the parts are of different plans',
    plans,
    ({ plan }) => `plan ${plan.digest.slice(0, 12)}`,
  );
  requireSame(
    parts,
    'the parts are of different runs',
    'Merge what netknee run --shard made: its parts share their run id.',
    ({ run }) => run,
  );
  requireSame(
    parts,
    'the parts were measured by different netknees',
    'Run all shards with one version.',
    ({ netknee: { version, commit } }) => `${version}, commit ${commit.slice(0, 12)}`,
  );
  const [first, ...others] = parts;
  if (first === undefined) return;
  const different = others.flatMap((other) => differencesOf(first, other));
  if (different.length > 0) {
    throw fail(
      'the parts did not run the same artifacts',
      different,
      'Bake once and give all machines that cache, or the same sources.',
    );
  }
}

/** @throws Failure when a trial is in two parts */
export function requireOnce(parts: readonly Part[]): void {
  const folders = new Map<string, string[]>();
  for (const { folder, manifest } of parts) {
    for (const { id } of manifest.trials) folders.set(id, [...(folders.get(id) ?? []), folder]);
  }
  const double = [...folders].filter(([, where]) => where.length > 1);
  if (double.length === 0) return;
  throw fail(
    `${double.length === 1 ? 'a trial is' : `${double.length} trials are`} in more than one part`,
    double.map(([id, where]) => `${id}: ${where.join(', ')}`),
    'Name each shard once, all of them split alike.',
  );
}

/** Trials of the plan that no part has, in its order. */
export function missingTrials(parts: readonly Part[]): string[] {
  const found = new Set(parts.flatMap(({ manifest }) => manifest.trials.map(({ id }) => id)));
  return (parts[0]?.manifest.plan.trials ?? []).map(({ id }) => id).filter((id) => !found.has(id));
}

/** @throws Failure when a trial of the plan is in no part */
export function requireWhole(parts: readonly Part[]): void {
  const missing = missingTrials(parts);
  if (missing.length === 0) return;
  const shards = parts.flatMap(({ manifest: { shard } }) => (shard === undefined ? [] : [shard]));
  const of = shards[0]?.of ?? 0;
  const alike = shards.length === parts.length && shards.every((shard) => shard.of === of);
  const absent = Array.from({ length: alike ? of : 0 }, (_, i) => i + 1).filter(
    (index) => !shards.some((shard) => shard.index === index),
  );
  throw fail(
    `${missing.length === 1 ? 'a trial' : `${missing.length} trials`} of the plan ${missing.length === 1 ? 'is' : 'are'} in no part`,
    [...missing, ...absent.map((index) => `no part is shard ${index}/${of}`)],
    'Run the missing shards (an interrupted one goes on with --resume), or merge what there is with --partial.',
  );
}
