import assert from 'node:assert/strict';
import { ratioOfBoots } from './ratio.js';
import { ends, near, upTo } from './reference.testing.js';

describe('ratioOfBoots', () => {
  it('cancels what pairs share, and does not invent it for independent boots', () => {
    const levels = upTo(8).map((i) => 2 ** i);
    const paired = ratioOfBoots(
      levels.map((level) => 3 * level),
      levels,
      'paired',
    );
    near(paired.estimate, 3);
    near(ends(paired.interval).high, 3);
    const independent = ratioOfBoots(
      levels.map((level) => 3 * level),
      levels,
      'independent',
    );
    assert.ok(ends(independent.interval).high > 10);
  });

  it('has the interval of the exact tests: the whole of six pairs, and of four boots each', () => {
    const six = ratioOfBoots([2, 2.2, 2.4, 2.6, 2.8, 3], [1, 1, 1, 1, 1, 1], 'paired');
    const { low, high, coverage } = ends(six.interval);
    near(low, 2);
    near(high, 3);
    near(coverage, 1 - 2 / 64);
    const four = ends(ratioOfBoots([4, 5, 6, 7], [1, 1.1, 1.2, 1.3], 'independent').interval);
    near(four.low, 4 / 1.3);
    near(four.high, 7);
  });

  it('says how many boots an interval needs', () => {
    const need = (n: number, design: 'paired' | 'independent') =>
      ratioOfBoots(
        upTo(n),
        upTo(n).map(() => 1),
        design,
      ).interval;
    assert.deepEqual(need(5, 'paired'), { kind: 'insufficient', need: 6 });
    assert.deepEqual(need(3, 'independent'), { kind: 'insufficient', need: 4 });
  });

  it('takes dividends of 0, in both designs', () => {
    for (const design of ['paired', 'independent'] as const) {
      const { estimate, interval } = ratioOfBoots([0, 0, 0, 0, 0, 1], [2, 2, 2, 2, 2, 2], design);
      near(estimate, 0);
      near(ends(interval).high, 0.5);
    }
  });

  it('refuses divisors that are none, and arms that are no pairs', () => {
    assert.throws(() => ratioOfBoots([1], [0], 'paired'), /a divisor is 0/);
    assert.throws(() => ratioOfBoots([1, 2], [1], 'paired'), /arms of 2 and 1/);
    assert.throws(() => ratioOfBoots([Number.NaN], [1], 'independent'), RangeError);
  });
});
