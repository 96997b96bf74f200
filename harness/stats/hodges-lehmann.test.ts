import assert from 'node:assert/strict';
import { independentShift, pairedShift } from './hodges-lehmann.js';
import { ends, near, reference, upTo } from './reference.testing.js';

interface Expected {
  estimate: number;
  low: number;
  high: number;
  coverage: number;
}
const { signedUntied, twoUntied } = reference<{
  signedUntied: ({ differences: number[] } & Expected)[];
  twoUntied: ({ first: number[]; second: number[] } & Expected)[];
}>('r');

function agrees(effect: ReturnType<typeof pairedShift>, expected: Expected): void {
  const interval = ends(effect.interval);
  near(effect.estimate, expected.estimate);
  near(interval.low, expected.low);
  near(interval.high, expected.high);
  near(interval.coverage, expected.coverage);
}

describe('Hodges–Lehmann shift', () => {
  it('agrees with wilcox.test of R for pairs', () => {
    for (const expected of signedUntied) agrees(pairedShift(expected.differences), expected);
  });

  it('agrees with wilcox.test of R for two samples', () => {
    for (const expected of twoUntied) agrees(independentShift(expected.first, expected.second), expected);
  });

  it('has an estimate but no interval for too few values', () => {
    assert.deepEqual(pairedShift([1, 2, 3, 4, 5]), {
      estimate: 3,
      interval: { kind: 'insufficient', need: 6 },
    });
    const effect = independentShift([5, 6, 7], [1, 2, 3]);
    assert.deepEqual(effect, { estimate: 4, interval: { kind: 'insufficient', need: 4 } });
    assert.equal(independentShift([5, 6, 7], [1, 2, 3, 4, 5]).interval.kind, 'interval');
  });

  it('goes on by approximation where counting is too much', () => {
    const paired = pairedShift(upTo(201).map((i) => i - 101 + 50));
    const exact = pairedShift(upTo(200).map((i) => i - 100.5 + 50));
    near(paired.estimate, 50);
    near(ends(paired.interval).low, ends(exact.interval).low, 'low', 0.02);
    near(ends(paired.interval).coverage, 0.95, 'coverage', 0.002);
    const arms = independentShift(
      upTo(60).map((i) => i + 7),
      upTo(60),
    );
    near(arms.estimate, 7);
    const { low, high, coverage } = ends(arms.interval);
    assert.ok(low < 7 && low > -1 && high > 7 && high < 15, `${low} to ${high}`);
    near(coverage, 0.95, 'coverage', 0.002);
  });

  it('refuses nothing and what is not finite', () => {
    assert.throws(() => pairedShift([]), RangeError);
    assert.throws(() => independentShift([1], []), RangeError);
    assert.throws(() => independentShift([1], [Number.NaN]), RangeError);
  });
});
