import assert from 'node:assert/strict';
import fc from 'fast-check';
import { growthExponent } from './growth-exponent.js';
import { powerLaw, powerLawOver, valueAt } from './power-law.js';
import { near } from './reference.testing.js';

const LEVELS = [0, 500, 1000, 2000, 3930];
const curve = (law: (x: number) => number) => LEVELS.map((x) => ({ x, y: law(x) }));

describe('powerLaw', () => {
  it('finds offset, factor and exponent of any such law', () => {
    const laws = fc.tuple(
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      fc.double({ min: 0.001, max: 10, noNaN: true }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
    );
    fc.assert(
      fc.property(laws, ([a, share, exponent]) => {
        const b = (share * a) / 3930 ** exponent;
        // What grows by less than a tenth has an exponent that rounding decides.
        fc.pre(share >= 0.1);
        const law = powerLaw(curve((x) => a + (x === 0 ? 0 : b * x ** exponent)))!;
        near(law.exponent, exponent, 'exponent', 1e-4);
        near(valueAt(law, 3930), a * (1 + share), 'end', 1e-4);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('looks no further than asked to', () => {
    const points = curve((x) => 5 + x ** 1.3);
    const closest = powerLawOver(LEVELS);
    const best = closest(points)!;
    const first = closest(points, true, 1e-3)!;
    assert.ok(first.rss < 1e-3 && first.rss > best.rss, `${first.rss} and ${best.rss}`);
    assert.deepEqual(closest(points, true, best.rss), best);
  });

  it('weighs the low end as much as the high end', () => {
    const law = powerLaw(curve((x) => (x === 0 ? 1.1 : 1 + x)))!;
    near(valueAt(law, 0), 1.1, 'at 0', 0.01);
  });

  it('needs four levels, none of them below 0', () => {
    assert.equal(powerLaw(curve((x) => x + 1).slice(1, 4)), null);
    assert.throws(() => powerLaw([{ x: -1, y: 1 }]), RangeError);
  });
});

describe('growthExponent', () => {
  it('tells laws apart that r² calls a line', () => {
    const exponents = [
      (x: number) => 5 + x / 100,
      (x: number) => 5 + x ** 1.5 / 1000,
      (x: number) => 5 + Math.sqrt(x),
      (x: number) => 1000 - x / 8,
    ].map((law) => growthExponent(curve(law))!);
    for (const [i, expected] of [1, 1.5, 0.5, 1].entries()) near(exponents[i]!, expected, `law ${i}`, 1e-3);
  });

  it('is 0 of what does not change, and unknown below four levels', () => {
    assert.equal(growthExponent(curve(() => 7)), 0);
    assert.equal(growthExponent(curve((x) => 100 + x / 1000)), 0);
    assert.equal(growthExponent(curve((x) => x + 1).slice(2)), null);
  });
});
