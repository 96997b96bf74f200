import assert from 'node:assert/strict';
import { seededRandom } from './random.js';
import { upTo } from './reference.testing.js';
import { shuffleInPlace } from './shuffle-in-place.js';

describe('shuffleInPlace', () => {
  it('moves only what lies in its range', () => {
    const values = Float64Array.from(upTo(30));
    shuffleInPlace(values, seededRandom(1), 10, 20);
    assert.deepEqual(
      [...values.subarray(0, 10), ...values.subarray(20)],
      [...upTo(10), ...upTo(30).slice(20)],
    );
    assert.deepEqual(
      [...values].sort((a, b) => a - b),
      upTo(30),
    );
    assert.notDeepEqual([...values], upTo(30));
  });

  it('gives every order about as often', () => {
    const random = seededRandom(2);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const values = Float64Array.of(1, 2, 3);
      shuffleInPlace(values, random);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.equal(counts.size, 6);
    assert.ok(chiSquare < 20.6, `${chiSquare} is beyond the 99.9 % point of 5 degrees of freedom`);
  });
});
