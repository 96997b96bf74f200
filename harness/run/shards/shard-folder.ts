import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { Manifest, Plan, Shard } from '../../types.js';
import { readManifest } from '../results/manifest.js';

/** The same for all shards of a plan, on whatever machine and day: `quick-1a2b3c`. */
export const shardRunId = ({ profile, digest }: Plan): string => `${profile}-${digest.slice(0, 6)}`;

/** The results folder of one shard: `quick-1a2b3c.shard-2-of-3`. */
export const shardFolder = (run: string, { index, of }: Shard): string => `${run}.shard-${index}-of-${of}`;

/**
 * What a former start of this shard left in its folder, to go on with; undefined when there is none.
 *
 * @throws Failure when what stands there is of another plan or another shard
 */
export async function resumable(folder: string, plan: Plan, shard: Shard): Promise<Manifest | undefined> {
  if (!existsSync(join(folder, 'manifest.json'))) return undefined;
  const found = await readManifest(folder);
  const same =
    found.plan.digest === plan.digest && found.shard?.index === shard.index && found.shard.of === shard.of;
  if (same) return found;
  throw new Failure({
    what: `${folder} holds another run`,
    exit: EXIT.usage,
    remedy: 'Name another folder with --out, or move that one away.',
  });
}
