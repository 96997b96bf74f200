import assert from 'node:assert/strict';
import { lineFit } from './line-fit.js';
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
});
