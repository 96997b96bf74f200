import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mannWhitney } from './mann-whitney.js';
import { near, reference, upTo } from './reference.testing.js';
import { normalQuantile } from './special.js';

interface Case {
  first: number[];
  second: number[];
  u: number;
  p: number;
}
const { twoUntied, twoTied, twoLarge } = reference<{ twoUntied: Case[]; twoTied: Case[]; twoLarge: Case }>(
  'r',
);

describe('mannWhitney', () => {
  it('agrees with wilcox.test of R without ties, and with all divisions enumerated with them', () => {
    for (const { first, second, u, p } of [...twoUntied, ...twoTied]) {
      const result = mannWhitney(first, second);
      near(result.u, u);
      near(result.p, p);
      assert.ok(result.exact);
    }
  });

  it('agrees with the corrected normal approximation of R where counting is too much', () => {
    const result = mannWhitney(twoLarge.first, twoLarge.second);
    near(result.u, twoLarge.u);
    near(result.p, twoLarge.p);
    assert.equal(result.exact, false);
  });

  it('approximates what it counts where the two meet', () => {
    const shifted = (n: number) =>
      mannWhitney(
        upTo(n),
        upTo(n).map((i) => i + n / 6 + 0.5),
      );
    const [exact, approximate] = [shifted(42), shifted(48)];
    assert.deepEqual([exact.exact, approximate.exact], [true, false]);
    // For a shift that grows with n, z grows with √n.
    const z = (p: number, n: number) => normalQuantile(p / 2) / Math.sqrt(n);
    near(z(exact.p, 42), z(approximate.p, 48), 'z per √n', 0.01);
  });

  it('needs four values a sample to reach 5 %', () => {
    near(mannWhitney([1, 2, 3], [4, 5, 6]).p, 0.1);
    near(mannWhitney([1, 2, 3, 4], [5, 6, 7, 8]).p, 2 / 70);
  });

  it('says the same whichever sample comes first', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        near(mannWhitney(a, b).p, mannWhitney(b, a).p);
        near(mannWhitney(a, b).u + mannWhitney(b, a).u, a.length * b.length);
      }),
    );
  });

  it('finds nothing where all is equal, and refuses an empty sample', () => {
    assert.equal(mannWhitney([3, 3], [3, 3, 3]).p, 1);
    assert.equal(mannWhitney(new Array(200).fill(3), new Array(200).fill(3)).p, 1);
    assert.throws(() => mannWhitney([], [1]), RangeError);
    assert.throws(() => mannWhitney([1], [Number.POSITIVE_INFINITY]), RangeError);
  });
});
