import assert from 'node:assert/strict';
import fc from 'fast-check';
import { midranks } from './midranks.js';

describe('midranks', () => {
  it('shares the mean of tied ranks', () => {
    assert.deepEqual(midranks([30, 10, 20, 20]), { doubled: [8, 2, 5, 5], ties: [2] });
    assert.deepEqual(midranks([7, 7, 7, 1, 1]), { doubled: [8, 8, 8, 3, 3], ties: [2, 3] });
    assert.deepEqual(midranks([]), { doubled: [], ties: [] });
  });

  it('keeps the sum of the ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
        const sum = midranks(values).doubled.reduce((a, b) => a + b, 0);
        assert.equal(sum, values.length * (values.length + 1));
      }),
    );
  });
});
