import assert from 'node:assert/strict';
import { discordantPairs, scoreVariance } from './kendall-null.js';
import { near, reference } from './reference.testing.js';

const { kendall } = reference<{ kendall: { n: number; discordant: number; atMost: number }[] }>('r');

describe('Kendall’s null distribution', () => {
  it('agrees with cor.test of R', () => {
    for (const { n, discordant, atMost } of kendall) {
      const share = discordantPairs(n)
        .subarray(0, discordant + 1)
        .reduce((a, b) => a + b, 0);
      near(share, atMost);
    }
  });

  it('counts the inversions of three: 1, 2, 2 and 1 of 6 permutations', () => {
    assert.deepEqual(
      [...discordantPairs(3)].map((share) => Math.round(6 * share)),
      [1, 2, 2, 1],
    );
  });

  // S is 4·(inversions − mean)², its variance that of the exact distribution.
  it('has the variance of S, less where x ties', () => {
    const shares = discordantPairs(7);
    const variance = shares.reduce((sum, share, count) => sum + share * (21 - 2 * count) ** 2, 0);
    near(scoreVariance(7, [], []), variance);
    // x = 1 1 2 and any order of three y: S is 2, 0 or −2, each as likely.
    near(scoreVariance(3, [2], []), 8 / 3);
    // x = 1 1 2, y = 1 1 2 in any order: S is 2, −1 or −1.
    near(scoreVariance(3, [2], [2]), 2);
  });
});
