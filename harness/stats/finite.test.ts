import assert from 'node:assert/strict';
import { requireFinite } from './finite.js';

describe('requireFinite', () => {
  it('names what is wrong, and where', () => {
    assert.throws(
      () => requireFinite([1, Number.NaN], 'ratio'),
      /^RangeError: ratio: NaN is not a finite number$/,
    );
    assert.throws(() => requireFinite([-Infinity], 'ratio'), /ratio: -Infinity/);
    assert.doesNotThrow(() => requireFinite([], 'ratio'));
    assert.doesNotThrow(() => requireFinite([0, -1e308], 'ratio'));
  });
});
