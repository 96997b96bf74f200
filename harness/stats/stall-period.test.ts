import assert from 'node:assert/strict';
import { seededRandom } from './random.js';
import { upTo } from './reference.testing.js';
import { stallPeriod } from './stall-period.js';

const PROBES = 3000;
const SPACING_MS = 4;

/** 12 s of probes; stalls of `length` probes every `period` of them, each up to `jitter` late. */
const stalling = (period: number, length: number, jitter = 0) => {
  const random = seededRandom(9);
  const late = new Array<boolean>(PROBES).fill(false);
  for (let at = 37; at + length + jitter < PROBES; at += period) {
    late.fill(true, at + random.below(jitter + 1)).fill(false, at + length + jitter);
  }
  return late;
};

describe('stallPeriod', () => {
  it('finds stalls that come every 2 s', () => {
    for (const length of [1, 5, 40]) {
      const found = stallPeriod(stalling(500, length), SPACING_MS);
      assert.equal(found?.lag, 2000);
      assert.ok(found.value > 0.6 && found.p <= 0.05);
    }
  });

  it('finds them when they come late by a little', () => {
    const found = stallPeriod(stalling(500, 5, 3), SPACING_MS);
    assert.ok(found !== null && Math.abs(found.lag - 2000) <= 3 * SPACING_MS, `${found?.lag}`);
  });

  it('finds nothing in noise, nineteen times of twenty', () => {
    for (const [share, length] of [
      [0.01, 1],
      [0.004, 6],
    ] as const) {
      const seen = upTo(60).filter((seed) => {
        const random = seededRandom(seed);
        const starts = upTo(PROBES).map(() => random.uniform() < share);
        const late = starts.map((_, i) => starts.slice(Math.max(0, i - length + 1), i + 1).includes(true));
        return stallPeriod(late, SPACING_MS, seed) !== null;
      });
      // P(more than 7 of 60) is 1 % at 5 %.
      assert.ok(seen.length <= 7, `${seen.length} of 60 with stalls of ${length}`);
    }
  });

  it('needs three stalls and two and a half periods', () => {
    assert.equal(stallPeriod(stalling(1400, 5), SPACING_MS), null);
    assert.equal(stallPeriod([], SPACING_MS), null);
    assert.equal(stallPeriod([false, false], SPACING_MS), null);
    assert.equal(stallPeriod(new Array(50).fill(true), SPACING_MS), null);
  });

  it('refuses a spacing of nothing', () => {
    assert.throws(() => stallPeriod([true], 0), RangeError);
  });
});
