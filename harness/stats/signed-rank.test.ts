import assert from 'node:assert/strict';
import fc from 'fast-check';
import { near, reference, upTo } from './reference.testing.js';
import { signedRank } from './signed-rank.js';

interface Case {
  differences: number[];
  statistic: number;
  p: number;
  n?: number;
}
const { signedUntied, signedTied } = reference<{ signedUntied: Case[]; signedTied: Case[] }>('r');

describe('signedRank', () => {
  it('agrees with wilcox.test of R where nothing ties, and with all signs enumerated where it does', () => {
    for (const { differences, statistic, p, n } of [...signedUntied, ...signedTied]) {
      const result = signedRank(differences);
      near(result.statistic, statistic);
      near(result.p, p);
      assert.equal(result.n, n ?? differences.length);
    }
  });

  it('is smallest when all differences have one sign', () => {
    for (const n of [1, 5, 6, 40]) near(signedRank(upTo(n)).p, 2 * 0.5 ** n, `n = ${n}`, 1e-15);
  });

  it('drops zeros, and finds nothing in nothing', () => {
    assert.deepEqual(signedRank([0, 3, 0, -1]), signedRank([3, -1]));
    assert.deepEqual(signedRank([0, 0]), { n: 0, statistic: 0, p: 1 });
  });

  it('does not depend on sign or scale', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 }), (differences) => {
        near(signedRank(differences.map((d) => -4 * d)).p, signedRank(differences).p);
      }),
    );
  });

  it('refuses what has no rank', () => {
    assert.throws(() => signedRank([1, Number.NaN]), /NaN is not a finite number/);
    assert.throws(() => signedRank(upTo(1001)), RangeError);
  });
});
