import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from './manifest.js';

export interface PruneRequest {
  /** The folder of results folders. */
  results: string;
  keepLast: number;
  /** Ids of runs that stay whatever their age. */
  keepRuns: readonly string[];
  dryRun: boolean;
}

export interface Pruned {
  removed: string[];
  kept: string[];
  /** Folders of shards, which are left alone. */
  shards: string[];
}

/**
 * Removes old results folders: of those that are called as the run in their manifest, all but the latest by start.
 * A shard is no run of its own: it would go while its siblings stay, and with it what they could be merged to.
 * Anything else in the folder (an example, a file of the user's) is not netknee's to remove and is left alone.
 */
export async function pruneResults(request: PruneRequest): Promise<Pruned> {
  const entries = await readdir(request.results, { withFileTypes: true });
  const runs: { name: string; startedAt: string }[] = [];
  const shards: string[] = [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const manifest = await readManifest(join(request.results, entry.name)).catch(() => undefined);
    if (manifest?.shard !== undefined) shards.push(entry.name);
    else if (manifest?.run === entry.name) runs.push({ name: entry.name, startedAt: manifest.startedAt });
  }
  const latestFirst = runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).map(({ name }) => name);
  const kept = latestFirst.filter((name, i) => i < request.keepLast || request.keepRuns.includes(name));
  const removed = latestFirst.filter((name) => !kept.includes(name));
  if (!request.dryRun) {
    for (const name of removed) await rm(join(request.results, name), { recursive: true, force: true });
  }
  return { removed, kept, shards: shards.sort() };
}
