import assert from 'node:assert/strict';
import fc from 'fast-check';
import { holm } from './holm.js';
import { near, reference } from './reference.testing.js';

const fixture = reference<{ holm: { p: number[]; adjusted: number[] } }>('r').holm;

describe('holm', () => {
  it('agrees with p.adjust of R, in input order', () => {
    for (const [i, p] of holm(fixture.p).entries()) near(p, fixture.adjusted[i]!);
  });

  it('is between the p given and Bonferroni’s, and leaves one alone', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(ps, (given) => {
        holm(given).forEach((p, i) => {
          assert.ok(p >= given[i]! && p <= Math.min(1, given[i]! * given.length));
        });
      }),
    );
    assert.deepEqual(holm([0.04]), [0.04]);
    assert.deepEqual(holm([]), []);
  });

  it('refuses what is no probability', () => {
    assert.throws(() => holm([0.5, 1.1]), /p value 1.1 is not within 0 to 1/);
    assert.throws(() => holm([Number.NaN]), RangeError);
  });
});
