import assert from 'node:assert/strict';
import { ends, near, reference, upTo } from './reference.testing.js';
import { theilSen } from './theil-sen.js';

interface Case {
  x: number[];
  y: number[];
  slope: number;
  intercept: number;
  low: number;
  high: number;
  /** The slopes next to both, outwards. */
  wider: [number, number];
}
const cases = reference<{ theilSen: Case[] }>('scipy').theilSen;
const points = (xs: number[], ys: number[]) => xs.map((x, i) => ({ x, y: ys[i]! }));

describe('theilSen', () => {
  it('agrees with theilslopes of SciPy where levels repeat', () => {
    for (const { x, y, slope, low, high, wider } of cases) {
      const line = theilSen(points(x, y));
      near(line.slope, slope);
      // SciPy rounds the rank to the nearest; here it is the next one outwards, so as to keep 95 %.
      assert.ok([low, wider[0]].some((end) => Math.abs(ends(line.interval).low - end) < 1e-9));
      assert.ok([high, wider[1]].some((end) => Math.abs(ends(line.interval).high - end) < 1e-9));
    }
  });

  it('does not mind a wild point', () => {
    const line = theilSen(points([1, 2, 3, 4, 5, 6, 7], [13, 16, 19, 22, 9999, 28, 31]));
    assert.deepEqual([line.slope, line.intercept], [3, 10]);
  });

  // Hollander, Wolfe and Chicken: n = 5 leaves only the outermost slopes, at 1 − 2/120.
  it('takes exact ranks without ties', () => {
    const { interval } = theilSen(points([1, 2, 3, 4, 5], [1, 4, 9, 16, 25]));
    assert.deepEqual([ends(interval).low, ends(interval).high], [3, 9]);
    near(ends(interval).coverage, 1 - 2 / 120);
  });

  it('has a line but no interval for too few points', () => {
    const { slope, interval } = theilSen(points([1, 2, 3, 4], [2, 4, 6, 8]));
    assert.equal(slope, 2);
    assert.deepEqual(interval, { kind: 'insufficient', need: 5 });
    const tied = theilSen(points([1, 1, 2, 2], [1, 2, 3, 4]));
    assert.equal(tied.interval.kind, 'insufficient');
  });

  it('comes from exact to approximate ranks without a jump', () => {
    const wave = (n: number) =>
      theilSen(upTo(n).map((x) => ({ x, y: 5 * x + 40 * Math.sin(x * x) }))).interval;
    near(ends(wave(100)).low, ends(wave(101)).low, 'low', 0.01);
    near(ends(wave(101)).coverage, 0.95, 'coverage', 0.002);
  });

  it('refuses points that determine no line', () => {
    assert.throws(() => theilSen([]), RangeError);
    assert.throws(() => theilSen(points([1, 1], [2, 3])), RangeError);
    assert.throws(() => theilSen(points([1, 2], [2, Number.NaN])), RangeError);
  });
});
