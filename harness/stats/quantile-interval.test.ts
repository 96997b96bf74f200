import assert from 'node:assert/strict';
import { quantileInterval } from './quantile-interval.js';
import { ends, near, reference, upTo } from './reference.testing.js';

interface Ranks {
  share: number;
  n: number;
  low: number;
  high: number;
  coverage: number;
}
const { quantileRanks } = reference<{ quantileRanks: Ranks[] }>('r');

describe('quantileInterval', () => {
  it('says what each quantile needs, and needs no more', () => {
    const needs = [
      [0.5, 6],
      [0.95, 72],
      [0.99, 368],
      [0.999, 3688],
      [0.05, 72],
    ] as const;
    for (const [share, need] of needs) {
      assert.deepEqual(quantileInterval(upTo(need - 1), share), { kind: 'insufficient', need });
      assert.equal(quantileInterval(upTo(need), share).kind, 'interval');
    }
  });

  it('takes the ranks that R’s binomial distribution gives', () => {
    for (const { share, n, low, high, coverage } of quantileRanks) {
      const interval = quantileInterval(upTo(n), share);
      if (interval.kind === 'insufficient') {
        assert.ok(low < 1 || high > n, `share ${share} of ${n}`);
        continue;
      }
      assert.deepEqual([interval.low, interval.high], [low, high], `share ${share} of ${n}`);
      near(interval.coverage, coverage);
    }
  });

  it('keeps at least 95 % and mirrors with the share', () => {
    for (const n of [80, 333, 2000]) {
      const high = ends(quantileInterval(upTo(n), 0.95));
      const low = ends(quantileInterval(upTo(n), 0.05));
      assert.ok(high.coverage >= 0.95);
      assert.deepEqual([low.low, low.high], [n + 1 - high.high, n + 1 - high.low]);
    }
  });

  it('refuses impossible shares', () => {
    for (const share of [0, 1, Number.NaN]) assert.throws(() => quantileInterval([1], share), RangeError);
  });
});
