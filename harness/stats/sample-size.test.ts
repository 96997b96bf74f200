import assert from 'node:assert/strict';
import { seededRandom } from './random.js';
import { reference, upTo } from './reference.testing.js';
import { sampleSize } from './sample-size.js';
import { signedRank } from './signed-rank.js';

interface Case {
  logSd: number;
  design: 'paired' | 'independent';
  n: number;
}
const { power } = reference<{ power: Case[] }>('r');

describe('sampleSize', () => {
  it('is that of power.t.test of R, times π/3 for ranks', () => {
    for (const { logSd, design, n } of power) {
      const { boots } = sampleSize(logSd, { design });
      const expected = (Math.PI / 3) * Math.ceil(n);
      assert.ok(Math.abs(boots - expected) < 2.2, `${design} ${logSd}: ${boots}, not ${expected}`);
    }
  });

  it('gives a signed-rank test the power it promises', () => {
    const { boots } = sampleSize(0.1, { design: 'paired' });
    const random = seededRandom(4);
    const seen = upTo(1000).filter(
      () => signedRank(upTo(boots).map(() => Math.log(1.1) + 0.1 * random.normal())).p <= 0.05,
    );
    assert.ok(seen.length > 880 && seen.length < 950, `${seen.length} of 1000`);
  });

  it('never asks for fewer than a rank test needs, nor for more than the cap', () => {
    assert.deepEqual(sampleSize(0, { design: 'paired' }), { boots: 6, capped: false });
    assert.deepEqual(sampleSize(0, { design: 'independent' }), { boots: 4, capped: false });
    assert.deepEqual(sampleSize(50, { design: 'paired' }), { boots: 10_000, capped: true });
    assert.deepEqual(sampleSize(0.5, { design: 'paired', cap: 40 }), { boots: 40, capped: true });
  });

  it('asks for less where the shift is larger or the power lower', () => {
    const usual = sampleSize(0.2, { design: 'independent' }).boots;
    assert.ok(sampleSize(0.2, { design: 'independent', shift: 1.5 }).boots < usual / 10);
    assert.ok(sampleSize(0.2, { design: 'independent', power: 0.8 }).boots < usual);
  });

  it('refuses what is no question', () => {
    assert.throws(() => sampleSize(-1, { design: 'paired' }), RangeError);
    assert.throws(() => sampleSize(0.1, { design: 'paired', shift: 1 }), RangeError);
    assert.throws(() => sampleSize(0.1, { design: 'paired', power: 1 }), RangeError);
  });
});
