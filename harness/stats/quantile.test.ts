import assert from 'node:assert/strict';
import { quantile } from './quantile.js';

describe('quantile', () => {
  // R 4: quantile(c(1, 2, 3, 4), c(0, .1, .5, .9, 1)), type 7.
  it('agrees with type 7 of R', () => {
    const expected = [
      [0, 1],
      [0.1, 1.3],
      [0.5, 2.5],
      [0.9, 3.7],
      [1, 4],
    ] as const;
    for (const [share, value] of expected) {
      assert.ok(Math.abs(quantile([4, 2, 1, 3], share) - value) < 1e-12, `at ${share}`);
    }
  });

  it('refuses no values and impossible shares', () => {
    assert.throws(() => quantile([], 0.5), RangeError);
    assert.throws(() => quantile([1], 1.01), RangeError);
    assert.throws(() => quantile([1], Number.NaN), RangeError);
  });

  it('does not reorder its input', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    assert.deepEqual(values, [3, 1, 2]);
  });
});
