import assert from 'node:assert/strict';
import { eDivisive } from './e-divisive.js';
import { seededRandom } from './random.js';
import { upTo } from './reference.testing.js';

/** Segments of normal noise as [length, mean, sd]. */
function series(seed: number, ...segments: [number, number, number][]): number[] {
  const random = seededRandom(seed);
  return segments.flatMap(([n, mean, sd]) => upTo(n).map(() => mean + sd * random.normal()));
}

describe('eDivisive', () => {
  it('finds steps where they are, in order', () => {
    const changes = eDivisive(series(1, [40, 0, 1], [40, 4, 1], [40, -2, 1]), { seed: 1 });
    assert.deepEqual(
      changes.map(({ index }) => index),
      [40, 80],
    );
    assert.ok(changes.every(({ p }) => p <= 0.05));
  });

  it('finds a change of spread', () => {
    const [change] = eDivisive(series(2, [80, 0, 1], [80, 0, 6]), { seed: 1 });
    assert.ok(change !== undefined && Math.abs(change.index - 80) <= 8, `${change?.index}`);
  });

  it('finds a step among ten values', () => {
    const changes = eDivisive([5, 5.1, 4.9, 5, 5.2, 9, 9.1, 8.9, 9, 9.2], { seed: 1 });
    assert.deepEqual(
      changes.map(({ index }) => index),
      [5],
    );
  });

  it('finds nothing in noise, nineteen times of twenty', () => {
    const seen = upTo(200).filter((seed) => eDivisive(series(seed, [30, 0, 1]), { seed }).length > 0);
    // P(more than 18 of 200) is below 1 % at 5 %.
    assert.ok(seen.length <= 18, `${seen.length} of 200`);
  });

  it('follows from its seed', () => {
    const noisy = series(3, [20, 0, 1], [20, 0.9, 1]);
    assert.deepEqual(eDivisive(noisy, { seed: 7 }), eDivisive(noisy, { seed: 7 }));
  });

  it('has nothing to say of short and of constant series', () => {
    for (const values of [[], [1], [1, 2, 3, 4, 5], new Array(50).fill(2)]) {
      assert.deepEqual(eDivisive(values, { seed: 1 }), []);
    }
    assert.throws(() => eDivisive([1, Number.NaN], { seed: 1 }), RangeError);
  });
});
