import { EXIT, Failure } from '../failure.js';
import type { Notice, Plan, Shard, Trial } from '../types.js';

/** The trials of one block, in the order of the plan: boot n of every machine treatment of one clock. */
export interface PlanBlock {
  clock: Trial['clock'];
  block: number;
  trials: Trial[];
}

/** The blocks of a plan, in its order. Only within a block are machine treatments set against one another. */
export function blocksOf({ trials }: Pick<Plan, 'trials'>): PlanBlock[] {
  const blocks = new Map<string, PlanBlock>();
  for (const trial of trials) {
    const { clock, block } = trial;
    const known = blocks.get(`${clock} ${block}`);
    if (known === undefined) blocks.set(`${clock} ${block}`, { clock, block, trials: [trial] });
    else known.trials.push(trial);
  }
  return [...blocks.values()];
}

/**
 * Deals a plan's blocks out to `of` shards: the longest block first, each to the shard with the least to do by
 * the plan's estimates (Graham 1969, longest processing time first). No shard is empty. The same plan gives the same
 * shards on any machine; within a shard blocks and trials keep the order of the plan.
 *
 * @throws Failure when there are more shards than blocks
 */
export function dealBlocks(plan: Pick<Plan, 'trials'>, of: number): PlanBlock[][] {
  const blocks = blocksOf(plan).map((block, place) => ({
    ...block,
    place,
    costS: block.trials.reduce((sum, { estimateS }) => sum + estimateS, 0),
  }));
  if (of > blocks.length) {
    const count = blocks.length === 1 ? '1 block' : `${blocks.length} blocks`;
    throw new Failure({
      what: `this plan has ${count} and can't be split into ${of} shards`,
      exit: EXIT.usage,
      remedy: `Say ${blocks.length} shards at most, or more --boots: a block is boot n of every machine treatment of a clock.`,
    });
  }
  const shards = Array.from({ length: of }, (_, index) => ({ index, costS: 0, blocks: [] as typeof blocks }));
  for (const block of [...blocks].sort((a, b) => b.costS - a.costS || a.place - b.place)) {
    const [least] = [...shards].sort(
      (a, b) => a.costS - b.costS || a.blocks.length - b.blocks.length || a.index - b.index,
    );
    least?.blocks.push(block);
    if (least !== undefined) least.costS += block.costS;
  }
  return shards.map((shard) =>
    shard.blocks
      .sort((a, b) => a.place - b.place)
      .map(({ clock, block, trials }) => ({ clock, block, trials })),
  );
}

/** The blocks of one shard. @throws Failure as `dealBlocks` does */
export const blocksOfShard = (plan: Pick<Plan, 'trials'>, { index, of }: Shard): PlanBlock[] =>
  dealBlocks(plan, of)[index - 1] ?? [];

/** The trials of one shard, in the order of the plan; all of them without a shard. @throws Failure as `dealBlocks` does */
export const trialsOfShard = (plan: Pick<Plan, 'trials'>, shard: Shard | undefined): Trial[] =>
  shard === undefined ? plan.trials : blocksOfShard(plan, shard).flatMap(({ trials }) => trials);

/** What a reader of one shard's report must know first. */
export function shardNotice(plan: Pick<Plan, 'trials'>, shard: Shard): Notice {
  const words = (['instructions', 'wall'] as const).flatMap((clock) => {
    const numbers = blocksOfShard(plan, shard)
      .filter((one) => one.clock === clock)
      .map(({ block }) => block);
    if (numbers.length === 0) return [];
    return [
      `${numbers.length === 1 ? 'block' : 'blocks'} ${numbers.join(', ')} of the ${clock === 'instructions' ? 'instruction' : 'wall'} clock`,
    ];
  });
  const { index, of } = shard;
  const has = words.join(' and ');
  return {
    severity: 'warning',
    text: `this is shard ${index} of ${of} and no whole run: it has ${has}; netknee merge puts the shards together`,
  };
}
