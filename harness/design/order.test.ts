import assert from 'node:assert/strict';
import fc from 'fast-check';
import { derivedSeed, interleaved, shuffled, treatmentOrder } from './order.js';

const seed = fc.integer();
const numbers = fc.array(fc.integer({ min: 0, max: 9 }));
const sorted = (items: readonly number[]) => [...items].sort((a, b) => a - b);

describe('shuffled', () => {
  it('loses, adds and changes nothing, nor its input', () => {
    fc.assert(
      fc.property(numbers, seed, (items, one) => {
        const before = [...items];
        assert.deepEqual(sorted(shuffled(items, one)), sorted(items));
        assert.deepEqual(items, before);
      }),
    );
  });

  it('gives one order for one seed, and every order of three for some', () => {
    fc.assert(
      fc.property(numbers, seed, (items, one) =>
        assert.deepEqual(shuffled(items, one), shuffled(items, one)),
      ),
    );
    const orders = Array.from({ length: 600 }, (_, one) => shuffled(['a', 'b', 'c'], one).join(''));
    assert.equal(new Set(orders).size, 6);
  });

  it('favours no place: each of three comes first in about a third of the seeds', () => {
    const firsts = Array.from({ length: 3000 }, (_, one) => shuffled(['a', 'b', 'c'], derivedSeed(one))[0]);
    for (const item of ['a', 'b', 'c']) {
      const share = firsts.filter((first) => first === item).length / firsts.length;
      assert.ok(share > 0.29 && share < 0.38, `${item}: ${share}`);
    }
  });
});

describe('treatmentOrder', () => {
  const items = ['a', 'b', 'c', 'd'];

  it('goes backwards in a mirrored boot', () => {
    const order = (boot: number) =>
      treatmentOrder(items, { seed: 7, ...(boot % 2 === 0 && { mirrored: true as const }) }, 'level', 500);
    assert.deepEqual(order(2), [...order(1)].reverse());
    const rounds = (boot: number) =>
      interleaved(items, 3, { seed: 7, ...(boot % 2 === 0 && { mirrored: true as const }) });
    for (let round = 0; round < 3; round++) {
      const of = (boot: number) => rounds(boot).filter(({ iteration }) => iteration === round);
      assert.deepEqual(of(2), of(1).reverse());
    }
  });

  it('is that of the seed otherwise', () => {
    const order = () => treatmentOrder(items, { seed: 7 }, 'level', 500);
    assert.deepEqual(order(), shuffled(items, derivedSeed(7, 'level', 500)));
  });
});

describe('derivedSeed', () => {
  it('keeps purposes apart, and depends on the seed', () => {
    const seeds = [
      derivedSeed(1),
      derivedSeed(2),
      derivedSeed(1, 'a'),
      derivedSeed(1, 'a', 'b'),
      derivedSeed(1, 'ab'),
      derivedSeed(1, 'a', 0),
      derivedSeed(1, 'a', 1),
    ];
    assert.equal(new Set(seeds).size, seeds.length);
    assert.ok(seeds.every((one) => Number.isInteger(one) && Math.abs(one) <= 2 ** 31));
    assert.equal(derivedSeed(1, 'a', 1), derivedSeed(1, 'a', '1'));
  });
});

describe('interleaved', () => {
  it('has every treatment once in every round', () => {
    const treatments = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(treatments, fc.integer({ min: 0, max: 8 }), seed, (all, rounds, one) => {
        const order = interleaved(all, rounds, { seed: one });
        assert.equal(order.length, all.length * rounds);
        for (let round = 0; round < rounds; round++) {
          const part = order.slice(round * all.length, (round + 1) * all.length);
          assert.deepEqual(new Set(part.map(({ treatment }) => treatment)), new Set(all));
          assert.ok(part.every(({ iteration }) => iteration === round));
        }
      }),
    );
  });

  it('does not repeat one order round after round', () => {
    const order = interleaved(['a', 'b', 'c'], 20, { seed: 1 });
    const rounds = Array.from({ length: 20 }, (_, i) =>
      order
        .slice(i * 3, i * 3 + 3)
        .map(({ treatment }) => treatment)
        .join(''),
    );
    assert.ok(new Set(rounds).size >= 4, rounds.join());
  });
});
