import assert from 'node:assert/strict';
import fc from 'fast-check';
import { median } from './median.js';

describe('median', () => {
  it('takes the middle value, or the mean of the two middle ones', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([7]), 7);
  });

  it('refuses an empty sample', () => {
    assert.throws(() => median([]), RangeError);
  });

  it('leaves at most half of the values on either side and does not reorder its input', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const before = [...values];
        const m = median(values);
        assert.ok(values.filter((v) => v < m).length <= values.length / 2);
        assert.ok(values.filter((v) => v > m).length <= values.length / 2);
        assert.deepEqual(values, before);
      }),
    );
  });
});
