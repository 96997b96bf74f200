import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawnSums, lowerRank, lowestTerms, subsetSums, twoSided } from './rank-null.js';
import { near } from './reference.testing.js';

/** Every subset, by its bits. */
function enumerated(scores: number[], size?: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let bits = 0; bits < 2 ** scores.length; bits++) {
    const chosen = scores.filter((_, i) => (bits >> i) & 1);
    if (size !== undefined && chosen.length !== size) continue;
    const sum = chosen.reduce((a, b) => a + b, 0);
    counts.set(sum, (counts.get(sum) ?? 0) + 1);
  }
  return counts;
}

function agrees(sums: Float64Array, counts: Map<number, number>): void {
  const all = [...counts.values()].reduce((a, b) => a + b, 0);
  for (const [sum, share] of sums.entries()) near(share, (counts.get(sum) ?? 0) / all, `P(${sum})`, 1e-12);
  assert.ok([...counts.keys()].every((sum) => sum < sums.length));
}

describe('distributions of rank sums', () => {
  const scores = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 9 });

  it('count every subset', () => {
    fc.assert(fc.property(scores, (list) => agrees(subsetSums(list), enumerated(list))));
  });

  it('count every draw of a size', () => {
    fc.assert(
      fc.property(scores, fc.nat(), (list, any) => {
        const size = 1 + (any % list.length);
        agrees(drawnSums(list, size), enumerated(list, size));
      }),
    );
  });

  it('give both tails and ranks', () => {
    const sums = subsetSums([1, 2, 3]);
    near(twoSided(sums, 0), 2 / 8);
    near(twoSided(sums, 6), 2 / 8);
    near(twoSided(sums, 3), 1);
    assert.deepEqual(lowerRank(sums, 0.3), { rank: 2, below: 0.25 });
    assert.deepEqual(lowerRank(drawnSums([1, 2, 3, 4], 2), 0.2), { rank: 1, below: 1 / 6 });
  });

  it('halve scores that are all even', () => {
    assert.deepEqual(lowestTerms([2, 4]), { scores: [1, 2], unit: 1 });
    assert.deepEqual(lowestTerms([2, 5]), { scores: [2, 5], unit: 2 });
  });
});
