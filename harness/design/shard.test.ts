import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure } from '../failure.js';
import { tinyPlan } from '../run/tiny.testing.js';
import type { Trial } from '../types.js';
import { blocksOf, dealBlocks, shardNotice, trialsOfShard } from './shard.js';

/** Trials of made-up blocks: `costs[i]` seconds for each trial of block i + 1 of the instruction clock. */
const planOf = (costs: number[][]) => ({
  trials: costs.flatMap((block, i) =>
    block.map(
      (estimateS, k) => ({ id: `b${i + 1}.t${k}`, clock: 'instructions', block: i + 1, estimateS }) as Trial,
    ),
  ),
});

const plans = fc
  .array(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map(planOf);

describe('shards of a plan', () => {
  it('are whole blocks, a block of each clock for itself', () => {
    const plan = tinyPlan({ boots: 2 });
    assert.deepEqual(
      blocksOf(plan).map(({ clock, block, trials }) => [clock, block, trials.map(({ id }) => id)]),
      [
        ['instructions', 1, ['tiny.instructions.k6.1.p2.b1']],
        ['instructions', 2, ['tiny.instructions.k6.1.p2.b2']],
        ['wall', 1, ['tiny.wall.k6.1.p2.b1']],
        ['wall', 2, ['tiny.wall.k6.1.p2.b2']],
      ],
    );
  });

  it('hold every trial once, in the order of the plan, and no shard is empty', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, any) => {
        const of = 1 + (any % blocksOf(plan).length);
        const shards = dealBlocks(plan, of);
        assert.equal(shards.length, of);
        const places = shards.map((blocks) => {
          assert.ok(blocks.length > 0);
          return blocks.flatMap(({ trials }) => trials.map((trial) => plan.trials.indexOf(trial)));
        });
        for (const one of places) {
          assert.deepEqual(
            one,
            [...one].sort((a, b) => a - b),
          );
        }
        assert.deepEqual(
          places.flat().sort((a, b) => a - b),
          plan.trials.map((_, i) => i),
        );
      }),
    );
  });

  it('are even: no shard takes longer than another by more than one block', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, any) => {
        const cost = (trials: Trial[]) => trials.reduce((sum, { estimateS }) => sum + estimateS, 0);
        const blocks = blocksOf(plan);
        const shards = dealBlocks(plan, 1 + (any % blocks.length)).map((shard) =>
          cost(shard.flatMap(({ trials }) => trials)),
        );
        const longest = Math.max(...blocks.map(({ trials }) => cost(trials)));
        assert.ok(Math.max(...shards) - Math.min(...shards) <= longest);
      }),
    );
  });

  it('give the longest blocks out first', () => {
    const names = dealBlocks(planOf([[1], [1], [5], [4]]), 2).map((blocks) =>
      blocks.map(({ block }) => block),
    );
    assert.deepEqual(names, [
      [2, 3],
      [1, 4],
    ]);
  });

  it('are at most as many as there are blocks', () => {
    assert.throws(
      () => dealBlocks(tinyPlan({ boots: 2 }), 5),
      (error) =>
        error instanceof Failure &&
        error.details.exit === 64 &&
        /has 4 blocks and can't be split into 5/.test(error.message) &&
        /4 shards at most/.test(error.details.remedy ?? ''),
    );
  });

  it('are the whole plan without a shard, and say which blocks they have', () => {
    const plan = tinyPlan({ boots: 3 });
    assert.deepEqual(trialsOfShard(plan, undefined), plan.trials);
    assert.deepEqual(
      trialsOfShard(plan, { index: 2, of: 3 }).map(({ id }) => id),
      ['tiny.instructions.k6.1.p2.b2', 'tiny.wall.k6.1.p2.b2'],
    );
    assert.match(
      shardNotice(plan, { index: 1, of: 2 }).text,
      /shard 1 of 2 .*blocks 1, 3 of the instruction clock and block 2 of the wall clock/,
    );
  });
});
