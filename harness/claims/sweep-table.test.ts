import assert from 'node:assert/strict';
import { DECLARED, type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import type { SweepSpec } from '../types.js';
import { sweepTables } from './sweep-table.js';

const spec: SweepSpec = {
  name: 'kernels',
  title: 'By kernel',
  by: 'kernel',
  measure: { type: 'ratio', metric: 'latency', over: { path: 'receiver' }, under: { path: 'away' } },
  reproduced: { is: 'above', bound: 3 },
  fixed: { is: 'below', bound: 3 },
};
const scenario = {
  factors: DECLARED,
  name: 's',
  metrics: [{ name: 'latency', unit: 'ns' as const, better: 'lower' as const, title: 'latency' }],
};

const kernel = (name: string, ratio: number, boots = 6, more: Partial<MadeCell> = {}): MadeCell[] =>
  (['receiver', 'away'] as const).map((path) => ({
    kernel: name,
    path,
    machine: name,
    boots: Array.from({ length: boots }, (_, i) => (100 + i) * (path === 'receiver' ? ratio + i / 100 : 1)),
    ...more,
  }));

const verdicts = (...cells: MadeCell[]) =>
  sweepTables(spec, scenario, rowsOf(...cells)).flatMap(({ rows }) =>
    rows.map((row) => row.slice(0, 2).map(cellText)),
  );

describe('sweepTables', () => {
  it('says of each kernel whether the effect is there, gone or not to be told', () => {
    assert.deepEqual(
      verdicts(...kernel('5.10', 50), ...kernel('6.1', 40), ...kernel('6.12', 1), ...kernel('mine', 2.97)),
      [
        ['5.10', 'reproduced'],
        ['6.1', 'reproduced'],
        ['6.12', 'fixed'],
        ['mine', 'inconclusive'],
      ],
    );
  });

  it('tells nothing from too few boots, and says what would', () => {
    const [table] = sweepTables(spec, scenario, rowsOf(...kernel('5.10', 50, 2), ...kernel('6.12', 1)));
    const [first] = table!.rows.map((row) => row.map(cellText));
    assert.equal(first![1], 'inconclusive');
    assert.match(first![4]!, /2 boots of 6; would settle it: --boots wall=6/);
  });

  it('sets what a mitigation changed beside nothing: it has no partner', () => {
    const treated: MadeCell = { ...kernel('6.1', 1)[0]!, mitigation: 'livepatch' };
    assert.deepEqual(verdicts(...kernel('6.1', 40), treated, ...kernel('6.12', 1)), [
      ['6.1', 'reproduced'],
      ['6.12', 'fixed'],
    ]);
  });

  it('is none of one level, and leaves out levels that do not measure it', () => {
    assert.deepEqual(verdicts(...kernel('6.1', 40)), []);
    const away = kernel('6.12', 1).slice(1);
    assert.deepEqual(verdicts(...kernel('6.1', 40), ...away, ...kernel('5.10', 30)), [
      ['5.10', 'reproduced'],
      ['6.1', 'reproduced'],
    ]);
  });

  it('says below what is set over what', () => {
    const both = {
      ...spec,
      measure: { ...spec.measure, over: { rules: 9, path: 'away' }, under: { rules: 0, path: 'away' } },
    };
    const cells = ['5.10', '6.1'].flatMap((name) => [
      { kernel: name, rules: 9, path: 'away', boots: [9, 9] },
      { kernel: name, rules: 0, path: 'away', boots: [1, 1] },
    ]);
    assert.match(
      sweepTables(both, scenario, rowsOf(...cells))[0]!.note!,
      /^[^:]+ \(path away\): 9 rules over 0 rules\. Reproduced: /,
    );
  });
});
