import assert from 'node:assert/strict';
import { near, reference } from './reference.testing.js';
import { type ScalingFit, type ScalingName, scalingModel } from './scaling-model.js';

const fixture = reference<{ scaling: { x: number[]; y: number[]; fits: ScalingFit[] } }>('r').scaling;
const LEVELS = [0, 1, 10, 100, 1000];
const law = (f: (x: number) => number) => LEVELS.map((x) => ({ x, y: f(x) }));

function modelOf(points: { x: number; y: number }[]) {
  const model = scalingModel(points);
  return model.kind === 'model' ? model : assert.fail(`needs ${model.need}`);
}

describe('scalingModel', () => {
  it('agrees with lm and BIC of R', () => {
    const { fits, best, deltaBic } = modelOf(fixture.x.map((x, i) => ({ x, y: fixture.y[i]! })));
    const expected = [...fixture.fits].sort((a, b) => a.bic - b.bic);
    assert.deepEqual(
      fits.map(({ model }) => model),
      expected.map(({ model }) => model),
    );
    fits.forEach((fit, i) => {
      for (const key of ['a', 'b', 'r2'] as const)
        near(fit[key], expected[i]![key], `${fit.model} ${key}`, 1e-8);
      // Up to a constant, as R's includes that of the normal density.
      near(fit.bic - best.bic, expected[i]!.bic - expected[0]!.bic, `${fit.model} bic`, 1e-8);
    });
    near(deltaBic, expected[1]!.bic - expected[0]!.bic, 'delta', 1e-8);
  });

  it('finds each law, also without any noise', () => {
    const laws: [ScalingName, (x: number) => number][] = [
      ['constant', () => 7],
      ['linear', (x) => 50 + 3 * x],
      ['linearithmic', (x) => 50 + (x === 0 ? 0 : 2 * x * Math.log(x))],
      ['quadratic', (x) => 50 + 0.1 * x * x],
    ];
    for (const [name, f] of laws) {
      const { best, deltaBic, fits } = modelOf(law(f));
      assert.equal(best.model, name);
      assert.ok(deltaBic > 0 && fits.every((fit) => Number.isFinite(fit.bic)));
    }
  });

  it('takes zeros alone for a constant', () => {
    const { best } = modelOf(law(() => 0));
    assert.deepEqual([best.model, best.a, best.r2], ['constant', 0, 0]);
  });

  it('lists a falling curve but calls the fall linear', () => {
    const { best, fits, deltaBic } = modelOf(law((x) => 2e6 - x * x));
    assert.equal(best.model, 'linear');
    assert.equal(fits[0]!.model, 'quadratic');
    assert.ok(fits[0]!.b < 0 && deltaBic < 0);
  });

  it('needs four different x, none negative', () => {
    const tooFew = [0, 0, 1, 2].map((x) => ({ x, y: x }));
    assert.deepEqual(scalingModel(tooFew), { kind: 'insufficient', need: 4 });
    assert.deepEqual(scalingModel([]), { kind: 'insufficient', need: 4 });
    assert.throws(() => scalingModel([{ x: -1, y: 1 }]), /x = -1 is negative/);
    assert.throws(() => scalingModel([{ x: 1, y: Number.NaN }]), RangeError);
  });
});
