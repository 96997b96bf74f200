import { resolve } from 'node:path';
import { say } from '../machine/host/terminal.js';
import { BASELINES, listBaselines } from '../run/results/baselines.js';
import { pruneResults } from '../run/results/prune.js';

export interface PruneOptions {
  keepLast: number;
  keepBaselines?: boolean;
  results?: string;
  dryRun?: boolean;
}

/** Removes old results folders. */
export async function prune({
  keepLast,
  keepBaselines,
  results = 'results',
  dryRun = false,
}: PruneOptions): Promise<void> {
  const baselines = keepBaselines === true ? await listBaselines(BASELINES) : [];
  const { removed, kept, shards } = await pruneResults({
    results: resolve(results),
    keepLast,
    keepRuns: baselines.map(({ manifest }) => manifest.run),
    dryRun,
  });
  const verb = dryRun ? 'would remove' : 'removed';
  for (const name of removed) say(`${verb} ${name}\n`);
  say(`${verb} ${removed.length}, kept ${kept.length}\n`);
  if (shards.length === 0) return;
  const left = shards.length === 1 ? 'left one shard' : `left ${shards.length} shards`;
  say(`${left}, for netknee merge to make a run of: ${shards.join(', ')}\n`);
}
