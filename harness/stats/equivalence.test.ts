import assert from 'node:assert/strict';
import { independentEquivalence, pairedEquivalence } from './equivalence.js';
import { near, reference } from './reference.testing.js';

interface Expected {
  p: number;
  low: number;
  high: number;
}
const fixture = reference<{
  equivalence: { over: number[]; under: number[]; paired: Expected; independent: Expected };
}>('r').equivalence;

function agrees(result: ReturnType<typeof pairedEquivalence>, expected: Expected): void {
  if (result.kind !== 'tested') assert.fail(`needs ${result.need}`);
  near(result.p, expected.p);
  near(result.low, expected.low);
  near(result.high, expected.high);
  assert.equal(result.equivalent, expected.p <= 0.05);
  // Both ways to put it agree: the 90 % interval is within the margin.
  assert.equal(result.equivalent, result.low >= 1 / 1.05 && result.high <= 1.05);
}

describe('equivalence', () => {
  it('agrees with two t tests of R, paired and Welch', () => {
    agrees(pairedEquivalence(fixture.over, fixture.under, 0.05), fixture.paired);
    agrees(independentEquivalence(fixture.over, fixture.under, 0.05), fixture.independent);
  });

  it('decides by the margin alone without scatter', () => {
    const over = [104, 104, 104];
    const under = [100, 100, 100];
    for (const test of [pairedEquivalence, independentEquivalence]) {
      const inside = test(over, under, 0.05);
      const outside = test(over, under, 0.03);
      assert.deepEqual(
        [inside.kind === 'tested' && inside.p, outside.kind === 'tested' && outside.p],
        [0, 1],
      );
    }
  });

  it('asks for 5 % of both tests', () => {
    // R: t.test(log(over / under), mu = log(1.05), alternative = "less")$p.value is 0.0599449.
    const result = pairedEquivalence([103, 98, 105, 101], [100, 100, 100, 100], 0.05);
    if (result.kind !== 'tested') return assert.fail(result.kind);
    near(result.p, 0.05994485038);
    assert.equal(result.equivalent, false);
  });

  it('does not call noise equivalence', () => {
    const result = pairedEquivalence([90, 110, 130, 100], [100, 100, 100, 120], 0.05);
    assert.ok(result.kind === 'tested' && !result.equivalent && result.p > 0.05);
  });

  it('needs three boots', () => {
    assert.deepEqual(pairedEquivalence([1, 2], [1, 2], 0.05), { kind: 'insufficient', need: 3 });
    assert.deepEqual(independentEquivalence([1, 2, 3], [1, 2], 0.05), { kind: 'insufficient', need: 3 });
  });

  it('refuses what has no log ratio and no margin', () => {
    assert.throws(() => pairedEquivalence([1, 2, 0], [1, 2, 3], 0.05), /0 has no logarithm/);
    assert.throws(() => pairedEquivalence([1, 2], [1, 2, 3], 0.05), /2 and 3 values are no pairs/);
    assert.throws(() => independentEquivalence([1, 2, 3], [1, 2, 3], 0), /margin 0/);
  });
});
