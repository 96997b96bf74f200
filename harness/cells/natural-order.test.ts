import assert from 'node:assert/strict';
import fc from 'fast-check';
import { naturalOrder } from './natural-order.js';

describe('naturalOrder', () => {
  it('takes digits as numbers', () => {
    const kernels = ['6.12', '5.10', '6.1', '5.4', '6.1-rc2', '6.1-rc10'];
    assert.ok(naturalOrder('01', '1') < 0);
    assert.deepEqual(kernels.sort(naturalOrder), ['5.4', '5.10', '6.1', '6.1-rc2', '6.1-rc10', '6.12']);
  });

  it('is a total order', () => {
    const word = fc.stringMatching(/^[01a.]{0,4}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        assert.equal(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a)), 0);
        assert.equal(naturalOrder(a, b) === 0, a === b);
        if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) assert.ok(naturalOrder(a, c) < 0);
      }),
    );
  });
});
