import assert from 'node:assert/strict';
import { knee } from './knee.js';
import { seededRandom } from './random.js';
import { near, upTo } from './reference.testing.js';
import { leastVisibleChange } from './visible-change.js';

const LEVELS = [0, 500, 1000, 2000, 3930];

/** Curves of some boots, each of a level and a scatter of its own. */
function boots(law: (x: number) => number, { count = 6, apart = 0, scatter = 0.05, seed = 1 } = {}) {
  const random = seededRandom(seed);
  return upTo(count).map(() => {
    const level = apart * random.normal();
    return LEVELS.map((x) => ({ x, y: law(x) * Math.exp(level + scatter * random.normal()) }));
  });
}

/** A slope that is four times as steep from 1,500 on. */
const bent = (x: number): number => 1 + (x + 3 * Math.max(0, x - 1500)) / 1000;

const SMOOTH: Record<string, (x: number) => number> = {
  'x^0.5': (x) => 1 + Math.sqrt(x) / 3,
  'x^1.3': (x) => 1 + x ** 1.3 / 1500,
  'x^1.5': (x) => 1 + x ** 1.5 / 8000,
  line: (x) => 1 + x / 130,
  'x^2': (x) => 1 + x ** 2 / 5e5,
  'N log N': (x) => 1 + (x === 0 ? 0 : x * Math.log(x)) / 1000,
  logarithm: (x) => 1 + Math.log(1 + x),
  constant: () => 5,
};

describe('knee', () => {
  it('has none in a smooth law of two boots without noise', () => {
    for (const [name, law] of Object.entries(SMOOTH)) {
      assert.equal(knee(boots(law, { count: 2, scatter: 0 })).kind, 'none', name);
    }
  });

  it('has hardly any in a smooth law with noise', () => {
    for (const [name, law] of Object.entries(SMOOTH)) {
      const found = upTo(100).filter((seed) => knee(boots(law, { seed, apart: 0.2 })).kind === 'knee');
      assert.ok(found.length <= 11, `${name}: ${found.length} of 100`);
    }
  });

  it('finds a fourfold change whatever lies between the boots', () => {
    for (const apart of [0, 0.1, 0.3]) {
      const found = upTo(50).map((seed) => knee(boots(bent, { seed, apart, scatter: 0.03 })));
      const knees = found.filter((one) => one.kind === 'knee');
      assert.ok(knees.length >= 45, `${knees.length} of 50 at ${apart}`);
      const covering = knees.filter(({ low, high }) => low <= 1500 && 1500 <= high);
      assert.ok(covering.length >= 0.8 * knees.length, `${covering.length} of ${knees.length} hold 1,500`);
    }
  });

  it('finds a knee without noise at its place', () => {
    const found = knee(boots(bent, { count: 2, scatter: 0 }));
    if (found.kind !== 'knee') return assert.fail(found.kind);
    near(found.at, 1500);
    near(found.slopeAfter / found.slopeBefore, 4, 'steeper', 1e-6);
  });

  it('says what it would have seen where it has none, and less of it with more noise', () => {
    assert.deepEqual(knee(boots(SMOOTH.line!)), { kind: 'none', upTo: 3930 });
    const [quiet, noisy] = [0.05, 0.2].map((scatter) =>
      leastVisibleChange(boots(SMOOTH.line!, { scatter, count: 3 })),
    );
    assert.ok(quiet!.factor >= 2 && quiet!.factor < 10, `${quiet!.factor}`);
    assert.ok(noisy === null || noisy!.factor > quiet!.factor, `${noisy?.factor} and ${quiet!.factor}`);
  });

  it('sees four of five changes of the size that it says', () => {
    const scatter = 0.1;
    const visible = upTo(21).map((seed) => leastVisibleChange(boots(SMOOTH.line!, { scatter, seed }))!);
    const { factor, at } = visible.sort((a, b) => a.factor - b.factor)[10]!;
    assert.ok(factor > 2);
    const changed = (x: number) => SMOOTH.line!(x) + ((factor - 1) * Math.max(0, x - at)) / 130;
    const seen = upTo(100).filter(
      (seed) => knee(boots(changed, { scatter, seed: 500 + seed })).kind === 'knee',
    );
    assert.ok(seen.length >= 65 && seen.length <= 97, `${seen.length} of 100 at ${factor} from ${at}`);
  });

  it('does not mind a bend that does not matter', () => {
    const law = (x: number) => 10 + (x + 0.3 * Math.max(0, x - 1500)) / 100;
    assert.equal(knee(boots(law, { count: 2, scatter: 1e-5 })).kind, 'none');
  });

  it('works for what falls below 0, as differences do', () => {
    const law = (x: number) => 1000 - 20 * Math.max(0, x - 1500);
    const found = knee(upTo(3).map((i) => LEVELS.map((x) => ({ x, y: law(x) + i }))));
    if (found.kind !== 'knee') return assert.fail(found.kind);
    near(found.at, 1500);
  });

  it('needs five levels and two boots', () => {
    const few = boots(bent).map((points) => points.slice(0, 4));
    assert.deepEqual(knee(few), { kind: 'insufficient', need: '5 levels' });
    assert.deepEqual(knee(boots(bent, { count: 1 })), { kind: 'insufficient', need: '2 boots' });
    assert.throws(() => knee([[{ x: 1, y: Number.NaN }]]), RangeError);
  });
});
