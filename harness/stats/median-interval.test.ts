import assert from 'node:assert/strict';
import fc from 'fast-check';
import { medianInterval } from './median-interval.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

function ranks(n: number): [number, number, string] {
  const interval = medianInterval(upTo(n));
  if (interval.kind !== 'interval') throw new Error(`no interval at ${n}`);
  return [interval.low, interval.high, interval.coverage.toFixed(4)];
}

describe('medianInterval', () => {
  it('says what it needs below six values', () => {
    for (const n of [0, 1, 5]) assert.deepEqual(medianInterval(upTo(n)), { kind: 'insufficient', need: 6 });
  });

  // Ranks and coverages from the binomial table: n = 6, 8, 9, 10, 15, 20, 25.
  it('takes the tabulated ranks', () => {
    assert.deepEqual(ranks(6), [1, 6, '0.9688']);
    assert.deepEqual(ranks(8), [1, 8, '0.9922']);
    assert.deepEqual(ranks(9), [2, 8, '0.9609']);
    assert.deepEqual(ranks(10), [2, 9, '0.9785']);
    assert.deepEqual(ranks(15), [4, 12, '0.9648']);
    assert.deepEqual(ranks(20), [6, 15, '0.9586']);
    assert.deepEqual(ranks(25), [8, 18, '0.9567']);
  });

  it('stays near the normal ranks where (1/2)^n underflows', () => {
    const [low, high] = ranks(5000);
    assert.ok(Math.abs(low - (2500 - 0.98 * Math.sqrt(5000))) < 3);
    assert.equal(low + high, 5001);
  });

  it('does not depend on the order of the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 6, maxLength: 40 }), (values) => {
        assert.deepEqual(medianInterval(values), medianInterval([...values].reverse()));
      }),
    );
  });
});
