import assert from 'node:assert/strict';
import { bic, lineFit, rssFloor } from './line-fit.js';
import { near } from './reference.testing.js';

describe('lineFit', () => {
  it('keeps its precision far from 0', () => {
    const { a, b, rss } = lineFit([1e9, 1e9 + 1, 1e9 + 2], [5, 7, 9]);
    near(b, 2);
    near(a, 5 - 2e9);
    near(rss, 0);
  });

  it('takes a term that does not vary for none', () => {
    assert.deepEqual(lineFit([3, 3], [1, 2]), { a: 1.5, b: 0, rss: 0.5 });
  });

  it('keeps criteria finite for perfect fits, of zeros too', () => {
    for (const ys of [
      [0, 0],
      [1e12, 2e12],
    ])
      assert.ok(Number.isFinite(bic(0, rssFloor(ys), 2, 1)));
    near(bic(6, 1e-9, 3, 2), 3 * Math.log(2) + 2 * Math.log(3));
  });
});
