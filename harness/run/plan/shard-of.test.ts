import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { type Environment, shardOf } from './shard-of.js';

const slurm = (id: string, min: string, count: string, more: Environment = {}): Environment => ({
  SLURM_ARRAY_TASK_ID: id,
  SLURM_ARRAY_TASK_MIN: min,
  SLURM_ARRAY_TASK_COUNT: count,
  ...more,
});

const refused = (flag: string | undefined, env: Environment, words: RegExp) =>
  assert.throws(
    () => shardOf(flag, env),
    (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(error.details.remedy ?? '', /--shard 2\/3/);
      assert.match(error.message, words);
      return true;
    },
  );

describe('shardOf', () => {
  it('is nothing where nothing is said', () => {
    assert.equal(shardOf(undefined, {}), undefined);
    assert.equal(shardOf(undefined, { SLURM_ARRAY_TASK_ID: '', NETKNEE_SHARDS: '' }), undefined);
    // A job of parallel that shares out something else: scenarios, seeds.
    assert.equal(shardOf(undefined, { PARALLEL_SEQ: '2' }), undefined);
  });

  it('takes the flag, which wins over any environment', () => {
    assert.deepEqual(shardOf('2/3', {}), { index: 2, of: 3 });
    assert.deepEqual(shardOf('1/1', slurm('7', '1', '3')), { index: 1, of: 1 });
    assert.deepEqual(shardOf('3/3', { JOB_COMPLETION_INDEX: '0' }), { index: 3, of: 3 });
  });

  it('refuses a flag that is no part of anything', () => {
    for (const flag of ['', '2', '2-3', '1/2/3', 'a/b', '-1/3', '1.5/3'])
      refused(flag, {}, /--shard takes a part/);
    for (const flag of ['0/3', '4/3', '0/0']) refused(flag, {}, /--shard asks for shard \d of \d/);
  });

  it("reads Slurm's array, wherever it begins and whatever its step", () => {
    assert.deepEqual(shardOf(undefined, slurm('3', '1', '3')), { index: 3, of: 3 });
    assert.deepEqual(shardOf(undefined, slurm('0', '0', '3')), { index: 1, of: 3 });
    const step = { SLURM_ARRAY_TASK_STEP: '4' };
    assert.deepEqual(shardOf(undefined, slurm('8', '0', '3', step)), { index: 3, of: 3 });
    refused(undefined, slurm('3', '0', '3', step), /no step of 4 from 0/);
    // --array=1,3,7: the third of three can't be told from its number.
    refused(undefined, slurm('7', '1', '3'), /shard 7 of 3/);
    refused(undefined, slurm('x', '1', '3'), /SLURM_ARRAY_TASK_ID is "x"/);
    refused(undefined, { SLURM_ARRAY_TASK_ID: '1' }, /SLURM_ARRAY_TASK_MIN is not set/);
  });

  it('reads an Indexed Job of Kubernetes, from 0, which needs to be told of how many', () => {
    const job = (index: string, of?: string) => ({ JOB_COMPLETION_INDEX: index, NETKNEE_SHARDS: of });
    assert.deepEqual(shardOf(undefined, job('0', '3')), { index: 1, of: 3 });
    assert.deepEqual(shardOf(undefined, job('2', '3')), { index: 3, of: 3 });
    refused(undefined, job('3', '3'), /JOB_COMPLETION_INDEX \(from 0\) asks for shard 4 of 3/);
    refused(undefined, job('0'), /NETKNEE_SHARDS is not set/);
    refused(undefined, job('0', '0'), /shard 1 of 0/);
  });

  it('reads GNU parallel, from 1, told of how many', () => {
    const job = (index: string, of: string) => ({ PARALLEL_SEQ: index, NETKNEE_SHARDS: of });
    assert.deepEqual(shardOf(undefined, job('3', '3')), { index: 3, of: 3 });
    refused(undefined, job('4', '3'), /PARALLEL_SEQ asks for shard 4 of 3/);
    refused(undefined, job('0', '3'), /shard 0 of 3/);
    refused(undefined, job('1', 'three'), /NETKNEE_SHARDS is "three"/);
  });

  it('refuses a number of shards with no place among them, and two engines at once', () => {
    refused(undefined, { NETKNEE_SHARDS: '3' }, /neither JOB_COMPLETION_INDEX nor PARALLEL_SEQ/);
    const both = { JOB_COMPLETION_INDEX: '0', PARALLEL_SEQ: '1', NETKNEE_SHARDS: '3' };
    refused(undefined, both, /more than one shard: JOB_COMPLETION_INDEX, PARALLEL_SEQ/);
    // parallel inside a Slurm task, not asked to share out shards.
    assert.deepEqual(shardOf(undefined, slurm('1', '1', '2', { PARALLEL_SEQ: '5' })), { index: 1, of: 2 });
  });
});
