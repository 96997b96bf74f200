import assert from 'node:assert/strict';
import { amountWords, extremesFinding, spanFinding, thatFits } from './finding.js';

const span = (from: number, to: number, series = '') => ({
  ...{ from: { y: from, words: '0' }, to: { y: to, words: '3,930 namespaces' }, series },
});

describe('what a figure shows, in words', () => {
  it('is how far the line goes that changes most, up or down', () => {
    assert.equal(
      spanFinding([span(2.85, 80.7, 'reverted'), span(2.5, 2.6, 'upstream')], 'ms'),
      '2.85 → 80.7 ms from 0 to 3,930 namespaces, reverted',
    );
    assert.equal(
      spanFinding([span(1, 2, 'memory'), span(1921, 1128.4, 'free')], 'MB'),
      '1,921 → 1,128 MB from 0 to 3,930 namespaces, free',
    );
    assert.equal(spanFinding([span(10, 282)], ''), '10 → 282 from 0 to 3,930 namespaces');
  });

  it('is that nothing changes where no line does by a twentieth', () => {
    assert.equal(spanFinding([span(191, 200)], 'µs'), 'steady at 200 µs from 0 to 3,930 namespaces');
    assert.equal(spanFinding([span(191, 202)], 'µs'), '191 → 202 µs from 0 to 3,930 namespaces');
    assert.equal(spanFinding([span(0, 0)], 'ms'), 'steady at 0 ms from 0 to 3,930 namespaces');
  });

  it('is how far apart the lines are where none goes half as far', () => {
    const [moved, made] = [span(290, 296, 'moved'), span(17.9, 4.56, 'made')];
    assert.equal(spanFinding([moved, made], 'ms'), '296 ms (moved), 4.56 ms (made)');
    const growing = span(90, 296, 'moved');
    assert.equal(spanFinding([growing, made], 'ms'), '90 → 296 ms from 0 to 3,930 namespaces, moved');
  });

  it('is the largest and the smallest of what has no order', () => {
    const [late, soon] = [
      { y: 268.6, words: 'path cpu0' },
      { y: 0.021, words: 'path away' },
    ];
    assert.equal(extremesFinding([soon, late], 'ms'), '269 ms (path cpu0), 0.0210 ms (path away)');
    assert.equal(extremesFinding([{ y: 12.5, words: '' }], '%'), '12.5 %');
    const long = (y: number, words: string) => ({ y, words: `${words} under a long condition` });
    assert.equal(
      extremesFinding([long(2, 'one'), long(1, 'another')], '×'),
      '1 to 2× (most: one under a long condition)',
    );
  });

  it('is nothing where nothing was measured', () => {
    assert.deepEqual([spanFinding([], 'ms'), extremesFinding([], 'ms')], [undefined, undefined]);
  });

  it('has room in a heading', () => {
    assert.equal(thatFits('x'.repeat(61), 'x'.repeat(60)), 'x'.repeat(60));
    const named = spanFinding([span(1, 2, 'a series'), span(1, 200, 's'.repeat(60))], 'ms');
    assert.equal(named, '1 → 200 ms from 0 to 3,930 namespaces');
  });

  it('says three digits, and whole numbers as they are', () => {
    assert.deepEqual(
      [amountWords(12345, 'ms'), amountWords(0.04189, 'ms'), amountWords(-3, ''), amountWords(17.24, '×')],
      ['12,345 ms', '0.0419 ms', '−3', '17.2×'],
    );
  });
});
