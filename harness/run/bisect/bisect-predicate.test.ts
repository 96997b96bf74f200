import assert from 'node:assert/strict';
import { summarise } from '../../cells/summarise.js';
import { Failure } from '../../failure.js';
import type { BisectPredicate, Observation, Scenario } from '../../types.js';
import { tiny } from '../tiny.testing.js';
import { buildReason } from './bisect-measure.js';
import { judgeStep, predicateOf } from './bisect-predicate.js';

const own: BisectPredicate = {
  title: 'latency does not grow',
  metric: 'latency',
  clock: 'instructions',
  low: 0,
  high: 5,
  ratioBelow: 2,
};
const scenario: Scenario = { ...tiny, bisect: own };

/** Two iterations of each boot at each level, around these medians. */
function rows(levels: Record<number, number[]>, clock: 'instructions' | 'wall' = 'instructions') {
  const observations = Object.entries(levels).flatMap(([level, boots]) =>
    boots.flatMap((value, b) =>
      [-1, 1].map(
        (off, iteration): Observation => ({
          ...{ run: 'r', trial: `t${b}`, block: b + 1, boot: b + 1, scenario: 'tiny', kernel: '6.1' },
          ...{ clock, possibleCpus: 2, memoryMb: 64, factors: { namespaces: Number(level), variant: 'a' } },
          ...{ metric: 'latency', unit: 'ns', iteration, value: value + off },
        }),
      ),
    ),
  );
  return summarise(observations, []);
}

const judge = (levels: Record<number, number[]>, clock: 'instructions' | 'wall' = 'instructions') =>
  judgeStep(rows(levels, clock), { ...own, clock }, { state: 'namespaces', variant: 'a' });

describe('judgeStep', () => {
  it('holds strictly below the threshold, and says both medians and their ratio', () => {
    const held = judge({ 0: [100], 5: [199] });
    assert.equal(held.verdict, 'holds');
    assert.ok(Math.abs(held.figures!.ratio.estimate - 1.99) < 1e-9);
    assert.deepEqual([held.figures?.low.median, held.figures?.high.median], [100, 199]);
    assert.equal(held.figures?.ratio.words, '1.99×');
    assert.equal(judge({ 0: [100], 5: [200] }).verdict, 'does not hold');
  });

  it('can’t tell boots on both sides of the threshold', () => {
    const outcome = judge({ 0: [100, 100], 5: [150, 250] });
    assert.ok(outcome.verdict === 'skipped');
    assert.match(outcome.reason, /both sides of 2×/);
    assert.equal(outcome.figures?.ratio.words, '1.94 (1.50–2.50)×');
    assert.equal(judge({ 0: [100, 100], 5: [150, 199] }).verdict, 'holds');
  });

  it('can’t tell what was not measured, or has no ratio', () => {
    const missing = judge({ 0: [100] });
    assert.ok(missing.verdict === 'skipped');
    assert.match(missing.reason, /latency was not measured at 5 namespaces/);
    assert.equal(judge({ 0: [0], 5: [3] }).verdict, 'skipped');
    const other = judgeStep(rows({ 0: [100], 5: [100] }), own, { state: 'namespaces', variant: 'b' });
    assert.equal(other.verdict, 'skipped');
    assert.equal(
      judgeStep(rows({ 0: [1], 5: [1] }, 'wall'), own, { state: 'namespaces', variant: 'a' }).verdict,
      'skipped',
    );
  });
});

describe('predicateOf', () => {
  it('is the scenario’s own unless told otherwise, and then says so', () => {
    assert.deepEqual(predicateOf(scenario, {}), own);
    assert.deepEqual(predicateOf(scenario, { levels: [5, 0] }), own);
    const other = predicateOf(scenario, { levels: [9, 1], below: 1.5, clock: 'wall' });
    assert.deepEqual([other.low, other.high, other.ratioBelow, other.clock], [1, 9, 1.5, 'wall']);
    assert.equal(other.title, 'latency at 9 namespaces is below 1.5 times what it is at 1');
  });

  it('refuses what can’t be asked', () => {
    const refused = (of: Scenario, said: Parameters<typeof predicateOf>[1], words: RegExp) =>
      assert.throws(
        () => predicateOf(of, said),
        (error) => error instanceof Failure && words.test(`${error.message} ${error.details.remedy}`),
      );
    refused(tiny, {}, /can't be bisected .*no predicate/);
    refused({ ...scenario, variants: [] }, {}, /can't be bisected It has no variants/);
    refused(scenario, { metric: 'latenzy' }, /no metric "latenzy" Did you mean latency\?/);
    refused(scenario, { levels: [3] }, /two different levels of namespaces, not 1 Say --levels 0,5/);
    refused(scenario, { levels: [1, 2, 3] }, /not 3/);
    refused(scenario, { levels: [4, 4] }, /not 1/);
  });
});

describe('buildReason', () => {
  const of = (tail?: string) => buildReason(new Failure({ what: 'tool does not build', exit: 69, tail }));
  it('is the first line that says error, else the last one', () => {
    assert.equal(
      of('make: x\n  a.c:1: error: no y\nmake: *** Error 1'),
      'does not build: a.c:1: error: no y',
    );
    assert.equal(of('one\nkilled\n'), 'does not build: killed');
    assert.equal(of(), 'tool does not build');
  });
});
