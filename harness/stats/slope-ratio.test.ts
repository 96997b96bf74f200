import assert from 'node:assert/strict';
import { seededRandom } from './random.js';
import { ends, near, upTo } from './reference.testing.js';
import { slopeRatio } from './slope-ratio.js';

const paired = 'paired';
const LEVELS = [0, 100, 400, 1000];

/** Each boot sits at a level of its own, far apart; only its slope is about the variant. */
const boots = (n: number, slope: number, seed: number) => {
  const random = seededRandom(seed);
  return upTo(n).map((boot) =>
    LEVELS.map((x) => ({ x, y: 5000 * boot + slope * x * (1 + 0.05 * random.normal()) })),
  );
};

describe('slopeRatio', () => {
  it('relates the slopes whatever the boots’ own levels', () => {
    const effect = slopeRatio({ over: boots(10, 30, 1), under: boots(10, 10, 2) }, paired);
    near(effect.estimate, 3, 'ratio', 0.05);
    const { low, high } = ends(effect.interval);
    assert.ok(low < 3 && high > 3 && high - low < 0.5, `${low} to ${high}`);
  });

  it('takes a slope of nothing', () => {
    const effect = slopeRatio({ over: boots(8, 0, 1), under: boots(8, 10, 2) }, paired);
    near(effect.estimate, 0);
    assert.ok(ends(effect.interval).low <= 0);
  });

  it('needs six boots, and a slope to divide by', () => {
    const effect = slopeRatio({ over: boots(5, 3, 1), under: boots(5, 1, 2) }, paired);
    assert.deepEqual(effect.interval, { kind: 'insufficient', need: 6 });
    assert.throws(
      () => slopeRatio({ over: boots(6, 3, 1), under: boots(6, 0, 2) }, paired),
      /a divisor is 0/,
    );
    assert.throws(() => slopeRatio({ over: [[{ x: 1, y: 1 }]], under: boots(1, 1, 2) }, paired), RangeError);
  });
});
