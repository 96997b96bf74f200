import assert from 'node:assert/strict';
import { harrellDavis } from './harrell-davis.js';
import { near, reference } from './reference.testing.js';

interface Case {
  values: number[];
  share: number;
  quantile: number;
}
const cases = reference<{ harrellDavis: Case[] }>('scipy').harrellDavis;

describe('harrellDavis', () => {
  it('agrees with hdquantiles of SciPy', () => {
    for (const { values, share, quantile } of cases)
      near(harrellDavis(values, share), quantile, `at ${share}`);
  });

  it('gives one value back', () => near(harrellDavis([7], 0.9), 7));

  it('refuses no values and impossible shares', () => {
    assert.throws(() => harrellDavis([], 0.5), RangeError);
    assert.throws(() => harrellDavis([1], 1), RangeError);
    assert.throws(() => harrellDavis([Number.NaN], 0.5), RangeError);
  });
});
