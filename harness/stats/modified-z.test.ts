import assert from 'node:assert/strict';
import { modifiedZ, OUTLIER } from './modified-z.js';
import { near } from './reference.testing.js';

describe('modifiedZ', () => {
  it('is in standard deviations of what lies in the middle, whatever lies far out', () => {
    const scores = modifiedZ([1, 2, 3, 4, 1000]);
    near(scores[3]!, 0.6745);
    assert.ok(scores[4]! > OUTLIER && Math.abs(scores[0]!) < 3);
  });

  it('calls nothing far where most values are equal', () => {
    assert.deepEqual(modifiedZ([5, 5, 5, 9]), [0, 0, 0, 0]);
    assert.throws(() => modifiedZ([]), RangeError);
    assert.throws(() => modifiedZ([1, Number.NaN]), RangeError);
  });
});
