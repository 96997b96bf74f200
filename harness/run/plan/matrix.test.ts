import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { tinyPlan } from '../tiny.testing.js';
import { matrixJson } from './matrix.js';

describe('matrixJson', () => {
  it('is one line with a shard a job and what each will take', () => {
    const text = matrixJson(tinyPlan({ boots: 3, clocks: ['instructions'] }), '2', 1);
    assert.doesNotMatch(text, /\n/);
    assert.deepEqual(JSON.parse(text), {
      shard: ['1/2', '2/2'],
      include: [
        { shard: '1/2', trials: 2, minutes: 1 },
        { shard: '2/2', trials: 1, minutes: 1 },
      ],
    });
  });

  it('refuses what is no number of shards, and more than there are blocks', () => {
    const plan = tinyPlan({ boots: 2, clocks: ['instructions'] });
    for (const [count, words] of [
      ['0', /--matrix takes .* not "0"/],
      ['1/3', /not "1\/3"/],
      ['3', /2 blocks .* into 3 shards/],
    ] as const) {
      assert.throws(
        () => matrixJson(plan, count, 1),
        (error) => error instanceof Failure && error.details.exit === 64 && words.test(error.message),
      );
    }
  });
});
