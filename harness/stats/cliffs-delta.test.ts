import assert from 'node:assert/strict';
import { cliffsDelta } from './cliffs-delta.js';
import { ends, near, reference, upTo } from './reference.testing.js';

interface Case {
  first: number[];
  second: number[];
  estimate: number;
  low: number;
  high: number;
}
const cases = reference<{ cliff: Case[] }>('scipy').cliff;

describe('cliffsDelta', () => {
  it('agrees with the dominance matrix worked out in NumPy', () => {
    for (const { first, second, estimate, low, high } of cases) {
      const delta = cliffsDelta(first, second);
      near(delta.estimate, estimate);
      near(ends(delta.interval).low, low);
      near(ends(delta.interval).high, high);
    }
  });

  it('is 1 for samples that do not overlap, with an inner end of its own', () => {
    const apart = cliffsDelta(
      upTo(20).map((i) => i + 50),
      upTo(20),
    );
    assert.equal(apart.estimate, 1);
    const { low, high } = ends(apart.interval);
    assert.equal(high, 1);
    // (20 − t²) / (20 + t²) with t = 2.0244 at 38 degrees of freedom.
    near(low, 0.6599, 'low', 1e-4);
    const other = ends(
      cliffsDelta(
        upTo(20),
        upTo(20).map((i) => i + 50),
      ).interval,
    );
    assert.deepEqual([other.low, other.high], [-1, -low]);
  });

  it('is 0 with a width where all is equal', () => {
    const delta = cliffsDelta(Array(8).fill(1), Array(8).fill(1));
    assert.equal(delta.estimate, 0);
    assert.ok(ends(delta.interval).low < 0 && ends(delta.interval).high > 0);
  });

  it('turns round with its samples and stays within −1 to 1', () => {
    const [a, b] = [upTo(6).map((i) => i * 3), upTo(9).map((i) => i + 1)];
    const there = ends(cliffsDelta(a, b).interval);
    const back = ends(cliffsDelta(b, a).interval);
    near(there.low, -back.high);
    assert.ok(there.low >= -1 && there.high <= 1);
  });

  it('needs six values a sample', () => {
    const delta = cliffsDelta([4, 5, 6], [1, 2, 3]);
    assert.deepEqual(delta, { estimate: 1, interval: { kind: 'insufficient', need: 6 } });
    assert.throws(() => cliffsDelta([], [1]), RangeError);
  });
});
