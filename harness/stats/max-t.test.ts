import assert from 'node:assert/strict';
import { labelExchangeP } from './label-exchange.js';
import { seededRandom } from './random.js';
import { near, upTo } from './reference.testing.js';
import { signFlipP } from './sign-flips.js';

const named = (values: readonly number[], run = 'a') =>
  new Map(values.map((value, i) => [`${run}${i}`, value]));

describe('sign flips', () => {
  it('count all of them: the most extreme of six boots is 2 of 64', () => {
    const [p] = signFlipP([named([1, 2, 3, 4, 5, 6])], 1);
    near(p!, 2 / 64);
  });

  it('make a sixfold effect in six boots significant among many cells that differ in nothing', () => {
    const random = seededRandom(3);
    const noise = upTo(40).map(() => named(upTo(6).map(() => 0.1 * random.normal())));
    const ps = signFlipP([named(upTo(6).map(() => Math.log(6) + 0.1 * random.normal())), ...noise], 1);
    near(ps[0]!, 2 / 64);
  });

  it('reject wrongly in at most 5 % of experiments, however many cells', () => {
    const random = seededRandom(5);
    const wrong = upTo(300).filter(() => {
      const cells = upTo(10).map(() => named(upTo(6).map(() => random.normal())));
      return signFlipP(cells, 1).some((p) => p! <= 0.05);
    });
    assert.ok(wrong.length <= 27, `${wrong.length} of 300`);
  });

  it('draw where there are too many, the same ones from the same seed', () => {
    const cells = [named(upTo(20).map((i) => i - 5)), named(upTo(20).map((i) => (i % 2 ? 1 : -1)))];
    const ps = signFlipP(cells, 1);
    assert.deepEqual(ps, signFlipP(cells, 1));
    assert.ok(ps[0]! < 0.05 && ps[1]! > 0.5, ps.join());
  });

  it('say nothing of five boots, and know what does not scatter', () => {
    assert.deepEqual(signFlipP([named([1, 2, 3, 4, 5])], 1), [null]);
    const [same, none] = signFlipP([named([2, 2, 2, 2, 2, 2]), named([0, 0, 0, 0, 0, 0])], 1);
    near(same!, 2 / 64);
    assert.equal(none, 1);
    assert.throws(() => signFlipP([named([1, Number.NaN])], 1), RangeError);
  });
});

describe('exchanged labels', () => {
  const arms = (shift: number, boots: number, random = seededRandom(1), stratum = 's') => ({
    stratum,
    first: named(upTo(boots).map(() => shift + random.normal())),
    second: named(
      upTo(boots).map(() => random.normal()),
      'b',
    ),
  });

  it('see a large shift in six boots each, among a hundred cells that do not differ', () => {
    const random = seededRandom(2);
    const cells = [arms(30, 6, random), ...upTo(100).map(() => arms(0, 6, random))];
    const [p, ...others] = labelExchangeP(cells, 1) as number[];
    assert.ok(p! <= 0.05, `${p}`);
    assert.ok(others.filter((other) => other <= 0.05).length <= 1);
  });

  it('reject wrongly in at most 5 % of experiments, however many cells and strata', () => {
    const random = seededRandom(8);
    const wrong = upTo(60).filter(() => {
      const cells = ['s', 't'].flatMap((stratum) => upTo(5).map(() => arms(0, 6, random, stratum)));
      return labelExchangeP(cells, 1).some((p) => p! <= 0.05);
    });
    assert.ok(wrong.length <= 8, `${wrong.length} of 60`);
  });

  it('say nothing of three boots an arm, and follow from the seed', () => {
    assert.deepEqual(labelExchangeP([arms(9, 3)], 1), [null]);
    assert.deepEqual(labelExchangeP([arms(1, 5)], 4), labelExchangeP([arms(1, 5)], 4));
  });
});
