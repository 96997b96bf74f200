import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import type { Claim, Clock, Condition, Measure, Verdict } from '../types.js';
import { type JudgedClaim, judgeClaims } from './judge.js';

const metrics = [{ name: 'latency', unit: 'ns' as const, better: 'lower' as const, title: 'latency' }];

function judge(
  measure: Measure,
  holds: Condition | undefined,
  cells: MadeCell[],
  kind: Claim['kind'] = 'shape',
) {
  const claim: Claim = {
    id: 'X1',
    statement: 'it is so',
    published: '–',
    kind,
    source: 'somebody',
    measure,
    ...(holds && { holds }),
  };
  return judgeClaims({ name: 's', claims: [claim], metrics }, rowsOf(...cells))[0] as JudgedClaim;
}

const cell: Measure = { type: 'cell', metric: 'latency', where: {} };
const ratio: Measure = { type: 'ratio', metric: 'latency', over: { variant: 'a' }, under: { variant: 'b' } };
const above = (bound: number): Condition => ({ is: 'above', bound });
const exact = { clock: 'instructions' as Clock };

describe('judgeClaims', () => {
  it('judges the instruction clock by the range of its boots, of which it needs two', () => {
    const verdicts: [number[], Verdict][] = [
      [[10, 11], 'reproduced'],
      [[4, 5], 'contradicted'],
      [[4, 11], 'inconclusive'],
      [[10], 'inconclusive'],
    ];
    for (const [boots, verdict] of verdicts) {
      assert.equal(judge(cell, above(9), [{ ...exact, boots }]).verdict, verdict, String(boots));
    }
    assert.match(judge(cell, above(9), [{ ...exact, boots: [10] }]).settle!, /--boots instructions=2/);
  });

  it('judges the wall clock by an interval alone, and says how many boots that needs', () => {
    assert.equal(judge(cell, above(9), [{ boots: [10, 11, 12, 13, 14, 15] }]).verdict, 'reproduced');
    assert.equal(judge(cell, above(90), [{ boots: [10, 11, 12, 13, 14, 15] }]).verdict, 'contradicted');
    assert.equal(judge(cell, above(12), [{ boots: [10, 11, 12, 13, 14, 15] }]).verdict, 'inconclusive');
    const few = judge(cell, above(9), [{ boots: [10, 11, 12] }]);
    assert.deepEqual(
      [few.verdict, few.reason, few.settle],
      ['inconclusive', '3 boots of 6', '--boots wall=6'],
    );
  });

  it('lets one clock reproduce what the other lacks the boots for, and one contradiction contradict', () => {
    const few = { boots: [10, 11] };
    assert.equal(judge(cell, above(9), [{ ...exact, boots: [10, 10] }, few]).verdict, 'reproduced');
    assert.equal(
      judge(cell, above(9), [{ ...exact, boots: [10, 10] }, { boots: [1, 1, 1, 1, 1, 1] }]).verdict,
      'contradicted',
    );
    assert.equal(
      judge(cell, above(9), [{ ...exact, boots: [10, 10] }, { boots: [1, 20, 1, 20, 1, 20] }]).verdict,
      'inconclusive',
    );
  });

  it('never judges an absolute figure, and sets ours beside it', () => {
    const judged = judge(cell, undefined, [{ ...exact, boots: [3, 3] }], 'absolute');
    assert.equal(judged.verdict, 'reference only');
    assert.equal((judged.judgements[0]!.answer as { estimate: number }).estimate, 3);
  });

  it('says what is missing where nothing measures a claim', () => {
    const probe = judge({ type: 'not-measured', why: 'needs the gdb probe' }, undefined, []);
    assert.deepEqual([probe.verdict, probe.reason], ['not measured in this run', 'needs the gdb probe']);
    const absent = judge(ratio, above(3), [{ variant: 'a', boots: [1] }]);
    assert.deepEqual([absent.verdict, absent.judgements], ['not measured in this run', []]);
    assert.match(absent.settle!, /a run with/);
  });

  it('pairs boots in a ratio, so that what differs between boots cancels', () => {
    const boots = [100, 200, 300, 400, 500, 600, 700];
    const judged = judge(ratio, { is: 'between', low: 1.99, high: 2.01 }, [
      { variant: 'a', boots: boots.map((value) => 2 * value) },
      { variant: 'b', boots },
    ]);
    assert.equal(judged.verdict, 'reproduced');
  });

  it('takes the ends of an amount of what was measured, of one cell too', () => {
    const cells = [5, 20].map((namespaces) => ({ ...exact, namespaces, boots: [namespaces, namespaces] }));
    for (const [end, value] of [
      ['highest', 20],
      ['lowest', 5],
    ] as const) {
      const judged = judge({ type: 'cell', metric: 'latency', where: { namespaces: end } }, above(1), cells);
      assert.deepEqual(
        judged.judgements.map(({ answer }) => (answer as { estimate: number }).estimate),
        [value],
      );
    }
  });

  it('has no ratio over 0', () => {
    const judged = judge(ratio, above(3), [
      { ...exact, variant: 'a', boots: [1, 1] },
      { ...exact, variant: 'b', boots: [0, 0] },
    ]);
    assert.equal(judged.verdict, 'inconclusive');
    assert.match(judged.reason!, /divisor is 0/);
  });

  it('does not call it contradicted when the bounds enclose what should hold', () => {
    const judged = judge(cell, { is: 'between', low: 9, high: 10 }, [{ ...exact, boots: [1, 20] }]);
    assert.equal(judged.verdict, 'inconclusive');
  });

  describe('along the state', () => {
    const levels = (of: (n: number) => number, ns = [0, 10, 20, 40, 80]): MadeCell[] =>
      ns.map((namespaces) => ({ ...exact, namespaces, boots: [of(namespaces), of(namespaces)] }));
    const slope: Measure = { type: 'slope', metric: 'latency', by: 'namespaces', where: {} };
    const exponent: Measure = { type: 'exponent', metric: 'latency', by: 'namespaces', where: {} };

    it('takes slopes and exponents boot by boot', () => {
      const rising = judge(
        slope,
        above(0),
        levels((n) => 5 + 3 * n),
      );
      assert.equal(rising.verdict, 'reproduced');
      assert.equal((rising.judgements[0]!.answer as { estimate: number }).estimate, 3);
      assert.equal(rising.per, 'per namespace');
      const linear: Condition = { is: 'between', low: 0.9, high: 1.1 };
      const verdicts = [(n: number) => 5 + 3 * n, () => 5, (n: number) => 5 + n ** 1.5].map(
        (law) => judge(exponent, linear, levels(law)).verdict,
      );
      assert.deepEqual(verdicts, ['reproduced', 'contradicted', 'contradicted']);
    });

    it('says how many levels it needs', () => {
      const judged = judge(
        exponent,
        above(0.9),
        levels((n) => n, [0, 10, 20]),
      );
      assert.deepEqual([judged.verdict, judged.reason], ['inconclusive', '3 levels; an exponent needs 4']);
    });
  });
});
