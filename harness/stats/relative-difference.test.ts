import assert from 'node:assert/strict';
import fc from 'fast-check';
import { relativeDifference } from './relative-difference.js';

describe('relativeDifference', () => {
  it('relates the spread to the larger magnitude', () => {
    assert.equal(relativeDifference([100, 95, 98]), 0.05);
    assert.equal(relativeDifference([-100, -95]), 0.05);
    assert.equal(relativeDifference([0, 3]), 1);
    assert.equal(relativeDifference([-2, 2]), 2);
  });

  it('is 0 when nothing differs', () => {
    assert.equal(relativeDifference([]), 0);
    assert.equal(relativeDifference([7]), 0);
    assert.equal(relativeDifference([0, 0]), 0);
  });

  it('does not depend on scale or order', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 2 });
    fc.assert(
      fc.property(values, (sample) => {
        const scaled = [...sample].reverse().map((v) => v * 1024);
        assert.equal(relativeDifference(scaled), relativeDifference(sample));
      }),
    );
  });
});
