import assert from 'node:assert/strict';
import { manifest } from './fixtures/small-run.js';
import { artifactsTable, trialsTable } from './report-trials.js';

describe('trialsTable', () => {
  it('has every planned trial in order, run or not', () => {
    const shuffled = { ...manifest, plan: { ...manifest.plan, trials: [...manifest.plan.trials].reverse() } };
    const { rows } = trialsTable(shuffled);
    assert.deepEqual(
      rows.map((row) => row[0]),
      manifest.plan.trials.map(({ id }) => id),
    );
    assert.deepEqual(rows[7], [
      'netns-create.real.k6.1.p2.b2',
      'marked',
      '2',
      'mttcg',
      '68.3 s',
      '12 of 12',
      'console: rcu <stall> | on CPU 1',
    ]);
    assert.equal(rows[9]![1], 'not run');
  });
});

describe('artifactsTable', () => {
  it('gives whole digests and details in one order', () => {
    const { rows } = artifactsTable({ ...manifest, artifacts: [...manifest.artifacts].reverse() });
    assert.deepEqual(rows, artifactsTable(manifest).rows);
    assert.deepEqual(rows[0], ['linux-6.1', 'kernel', '2'.repeat(64), 'version: 6.1.0-42-cloud-amd64']);
  });
});
