import assert from 'node:assert/strict';
import { bootstrapRatio, ratioOfBoots } from './bootstrap-ratio.js';
import { seededRandom } from './random.js';
import { ends, near, upTo } from './reference.testing.js';

const paired = { design: 'paired', seed: 1 } as const;
const independent = { design: 'independent', seed: 1 } as const;

/** Boots whose own level varies by `spread`, iterations by a tenth of that. */
function boots(n: number, factor: number, spread: number, seed: number, noise = seed): number[][] {
  const levels = seededRandom(seed);
  const within = seededRandom(noise + 1000);
  return upTo(n).map(() => {
    const level = 1000 * factor * Math.exp(spread * levels.normal());
    return upTo(10).map(() => level * Math.exp((spread / 10) * within.normal()));
  });
}

describe('bootstrapRatio', () => {
  it('divides the medians of the boots’ medians', () => {
    const arms = { over: [[1, 9, 5], [7], [6, 8]], under: [[2], [1, 3], [2, 2]] };
    assert.deepEqual(bootstrapRatio(arms, paired), {
      estimate: 7 / 2,
      interval: { kind: 'insufficient', need: 6 },
    });
  });

  it('is the same for the same seed', () => {
    const arms = { over: boots(8, 2, 0.2, 1), under: boots(8, 1, 0.2, 2) };
    assert.deepEqual(bootstrapRatio(arms, independent), bootstrapRatio(arms, independent));
    assert.notDeepEqual(bootstrapRatio(arms, { ...independent, seed: 2 }), bootstrapRatio(arms, independent));
  });

  it('shares the noise of boots between paired arms', () => {
    const arms = { over: boots(12, 2, 0.3, 5, 1), under: boots(12, 1, 0.3, 5, 2) };
    const width = (design: 'paired' | 'independent') => {
      const { low, high } = ends(bootstrapRatio(arms, { design, seed: 3 }).interval);
      assert.ok(low < 2 && high > 2);
      return Math.log(high / low);
    };
    assert.ok(width('paired') * 3 < width('independent'));
  });

  it('covers a true ratio of 1 nineteen times of twenty', () => {
    for (const design of ['paired', 'independent'] as const) {
      const covered = upTo(200).filter((seed) => {
        const arms = { over: boots(10, 1, 0.2, seed), under: boots(10, 1, 0.2, -seed) };
        const { low, high } = ends(bootstrapRatio(arms, { design, seed, resamples: 500 }).interval);
        return low <= 1 && high >= 1;
      });
      assert.ok(covered.length >= 180 && covered.length <= 198, `${covered.length} of 200, ${design}`);
    }
  });

  it('turns round with its arms', () => {
    const [over, under] = [upTo(9).map((i) => 50 + i), upTo(9).map((i) => 20 + ((i * 4) % 9))];
    const there = ratioOfBoots(over, under, paired);
    const back = ratioOfBoots(under, over, paired);
    near(there.estimate * back.estimate, 1);
    near(ends(there.interval).low * ends(back.interval).high, 1, 'ends', 0.01);
  });

  it('has no width without scatter', () => {
    const { low, high } = ends(ratioOfBoots(Array(6).fill(30), Array(6).fill(10), independent).interval);
    near(low, 3);
    near(high, 3);
  });

  it('crosses 0 where the numerator does, and is unbounded where the denominator does', () => {
    const near0 = ratioOfBoots([-2, -1, 0, 1, 2, 3], [10, 11, 12, 13, 14, 15], paired);
    const { low, high } = ends(near0.interval);
    assert.ok(low < 0 && high > 0 && Number.isFinite(low + high));
    const wild = ratioOfBoots([10, 11, 12, 13, 14, 15], [-9, -8, -7, 1, 2, 30, 40].slice(0, 6).concat(5), {
      ...independent,
    });
    assert.deepEqual(ends(wild.interval), {
      kind: 'interval',
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      coverage: 0.95,
    });
  });

  it('refuses what has no ratio', () => {
    assert.throws(() => ratioOfBoots([1], [0], paired), /the denominator is 0/);
    assert.throws(() => ratioOfBoots([1, 2], [1], paired), /paired arms of 2 and 1 boots/);
    assert.throws(() => ratioOfBoots([], [], paired), RangeError);
    assert.throws(() => bootstrapRatio({ over: [[]], under: [[1]] }, paired), RangeError);
    assert.throws(() => ratioOfBoots([Number.NaN], [1], paired), RangeError);
  });
});
