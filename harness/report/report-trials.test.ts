import assert from 'node:assert/strict';
import { rowTexts } from '../document/table.js';
import { manifest } from './fixtures/small-run.js';
import { trialsTable } from './report-trials.js';

describe('trialsTable', () => {
  it('has every planned trial in order, run or not', () => {
    const shuffled = { ...manifest, plan: { ...manifest.plan, trials: [...manifest.plan.trials].reverse() } };
    const rows = rowTexts(trialsTable(shuffled));
    assert.deepEqual(
      rows.map((row) => row[0]),
      manifest.plan.trials.map(({ id }) => id),
    );
    assert.deepEqual(rows[7], [
      'netns-create.wall.k6.1.p2.b2',
      'disturbed',
      '2',
      'mttcg',
      '68.3 s',
      '12 of 12',
      'console: rcu <stall> | on CPU 1',
    ]);
    assert.equal(rows[9]![1], 'not run');
  });
});
