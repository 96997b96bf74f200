import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latencyHistogram } from './latency-histogram.js';
import { upTo } from './reference.testing.js';

describe('latencyHistogram', () => {
  it('places the percentiles of a plain series to 0.1 %', () => {
    const { count, maxNs, percentiles } = latencyHistogram(upTo(10_000).map((i) => i * 1000));
    assert.deepEqual([count, maxNs], [10_000, 10_000_000]);
    for (const { share, valueNs } of percentiles) {
      const exact = Math.max(1, Math.ceil(share * 10_000 - 1e-6)) * 1000;
      assert.ok(valueNs >= exact && valueNs <= exact * 1.001, `${share}: ${valueNs}, not ${exact}`);
    }
  });

  it('halves the distance to 1 in five steps, up to the largest value', () => {
    const { percentiles } = latencyHistogram(upTo(1000));
    const shares = percentiles.map(({ share }) => share);
    for (const share of [0, 0.1, 0.5, 0.55, 0.75, 0.775]) {
      assert.ok(
        shares.some((value) => Math.abs(value - share) < 1e-12),
        `${share}`,
      );
    }
    assert.deepEqual(percentiles.at(-1), { share: 1, valueNs: 1000 });
  });

  it('ascends, loses no value and knows the largest', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, (valuesNs) => {
        const { count, maxNs, percentiles } = latencyHistogram(valuesNs);
        assert.deepEqual([count, maxNs], [valuesNs.length, Math.max(...valuesNs)]);
        assert.equal(percentiles.at(-1)!.valueNs, maxNs);
        percentiles.slice(1).forEach((point, i) => {
          assert.ok(point.valueNs >= percentiles[i]!.valueNs && point.share >= percentiles[i]!.share);
        });
      }),
    );
  });

  it('takes no values, and refuses negative ones', () => {
    assert.deepEqual(latencyHistogram([]), { count: 0, maxNs: 0, percentiles: [] });
    assert.throws(() => latencyHistogram([1, -2]), /latency of -2 ns/);
    assert.throws(() => latencyHistogram([Number.NaN]), RangeError);
  });
});
