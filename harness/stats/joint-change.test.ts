import assert from 'node:assert/strict';
import { jointChangeP } from './joint-change.js';
import { seededRandom } from './random.js';
import { upTo } from './reference.testing.js';

const series = (runs: number, of: (i: number) => number) =>
  Array.from({ length: runs }, (_, run) => ({ run, value: of(run) }));

describe('jointChangeP', () => {
  it('finds a tenfold step in nine runs, wherever three runs lie on either side, among cells that do not change', () => {
    for (const step of [3, 4, 5, 6]) {
      const random = seededRandom(step);
      const noise = upTo(50).map(() => series(9, () => 100 + random.normal()));
      const stepped = series(9, (i) => (i < step ? 100 : 1000) + random.normal());
      const [p, ...others] = jointChangeP([stepped, ...noise], 1);
      assert.ok(p! <= 0.05, `${p} at ${step}`);
      assert.ok(others.filter((other) => other <= 0.05).length <= 1);
    }
  });

  it('can’t find one in six runs, whatever its size', () => {
    const [p] = jointChangeP([series(6, (i) => (i < 3 ? 100 + i : 1000 + i))], 1);
    assert.ok(p! > 0.05, `${p}`);
  });

  it('is wrong in at most 5 % of trends, however many cells', () => {
    const random = seededRandom(4);
    const wrong = upTo(60).filter(() => {
      const cells = upTo(10).map(() => series(12, () => random.normal()));
      return jointChangeP(cells, 1).some((p) => p <= 0.05);
    });
    assert.ok(wrong.length <= 8, `${wrong.length} of 60`);
  });

  it('takes cells that some runs lack, and what never varies', () => {
    const gaps = series(20, (i) => (i < 10 ? 1 : 2) + i / 1000).filter(({ run }) => run % 5 !== 2);
    const [p, flat] = jointChangeP([gaps, series(20, () => 7)], 1);
    assert.ok(p! <= 0.05 && flat === 1, `${p} ${flat}`);
    assert.throws(() => jointChangeP([[{ run: 0, value: Number.NaN }]], 1), RangeError);
  });
});
