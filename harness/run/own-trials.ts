import { trialsOfShard } from '../design/shard.js';
import type { Plan, Shard, Trial } from '../types.js';

/**
 * The trials that a run is to hold: all of its plan, or those of its shard.
 *
 * @throws Failure when the plan has fewer blocks than shards
 */
export const ownTrials = ({ plan, shard }: { plan: Plan; shard?: Shard | undefined }): Trial[] =>
  trialsOfShard(plan, shard);
