import assert from 'node:assert/strict';
import { knee } from './knee.js';
import { seededRandom } from './random.js';
import { near, reference, upTo } from './reference.testing.js';

interface Fixture {
  x: number[];
  y: number[];
  at: number;
  low: number;
  high: number;
  slopeBefore: number;
  slopeAfter: number;
}
const fixture = reference<{ knee: Fixture }>('r').knee;
const LEVELS = [0, 100, 200, 300, 400, 500, 600];

/** Ten boots' medians at each level. */
const measured = (f: (x: number) => number, noise: number, seed = 1) => {
  const random = seededRandom(seed);
  return LEVELS.flatMap((x) => upTo(10).map(() => ({ x, y: f(x) * (1 + noise * random.normal()) })));
};

describe('knee', () => {
  it('agrees with a profile of lm fits in R', () => {
    const found = knee(fixture.x.map((x, i) => ({ x, y: fixture.y[i]! })));
    if (found.kind !== 'knee') return assert.fail(found.kind);
    for (const key of ['at', 'low', 'high', 'slopeBefore', 'slopeAfter'] as const) {
      near(found[key], fixture[key], key);
    }
  });

  it('finds a knee without noise', () => {
    const found = knee(LEVELS.map((x) => ({ x, y: 50 + x + 9 * Math.max(0, x - 400) })));
    if (found.kind !== 'knee') return assert.fail(found.kind);
    assert.deepEqual([found.at, found.low, found.high], [400, 400, 400]);
    near(found.slopeAfter, 10);
  });

  it('has none on a line, a curve or in noise', () => {
    const laws: ((x: number) => number)[] = [(x) => 100 + x, (x) => 100 + 0.01 * x * x, () => 100];
    const found = laws.flatMap((law) => upTo(60).map((seed) => knee(measured(law, 0.05, seed))));
    const none = found.filter(({ kind }) => kind === 'none');
    assert.ok(none.length >= found.length - 2, `${found.length - none.length} knees`);
    assert.deepEqual(none[0], { kind: 'none', upTo: 600 });
  });

  // With one point a level BIC alone finds a knee in a fifth of these.
  it('does not trust five points, unless they hardly scatter', () => {
    const five = (law: (x: number) => number, noise: number, seed: number) => {
      const random = seededRandom(seed);
      return knee([0, 500, 1000, 2000, 4000].map((x) => ({ x, y: law(x) * (1 + noise * random.normal()) })));
    };
    const noisy = upTo(200).filter((seed) => five(() => 100, 0.05, seed).kind === 'knee');
    assert.ok(noisy.length <= 5, `${noisy.length} knees of 200`);
    assert.equal(five((x) => 100 + x + 9 * Math.max(0, x - 1000), 1e-5, 1).kind, 'knee');
  });

  it('does not mind a bend that does not matter', () => {
    const law = (x: number) => 1000 + x + 0.3 * Math.max(0, x - 300);
    assert.equal(knee(measured(law, 1e-5)).kind, 'none');
  });

  it('needs five levels', () => {
    const few = measured((x) => x, 0.1).filter(({ x }) => x < 400);
    assert.deepEqual(knee(few), { kind: 'insufficient', need: 5 });
    assert.throws(() => knee([{ x: 1, y: Number.NaN }]), RangeError);
  });
});
