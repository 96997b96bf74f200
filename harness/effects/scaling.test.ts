import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import type { ScalingSpec } from '../types.js';
import { growths } from './scaling.js';
import { scalingTables } from './scaling-table.js';

const spec: ScalingSpec = {
  name: 'growth',
  title: 'Growth',
  metric: 'latency',
  by: 'namespaces',
  series: ['variant'],
  reference: { variant: 'b' },
};
const LEVELS = [0, 500, 1000, 2000, 3000, 4000];
const line = (variant: string, of: (n: number) => number, more: Partial<MadeCell> = {}): MadeCell[] =>
  LEVELS.map((namespaces) => ({
    clock: 'instructions',
    variant,
    namespaces,
    boots: [of(namespaces), of(namespaces) * 1.001],
    ...more,
  }));

describe('growths', () => {
  it('gives slope, exponent and ratio to the reference', () => {
    const [a, b] = growths(spec, rowsOf(...line('a', (n) => 100 + 20 * n), ...line('b', (n) => 100 + n)));
    assert.ok(Math.abs(a!.slope - 20.01) < 0.001);
    assert.ok(Math.abs(a!.exponent!.estimate - 1) < 1e-6);
    assert.ok(Math.abs(a!.overReference!.estimate - 20) < 1e-6);
    assert.equal(b!.overReference, undefined);
    assert.equal(a!.knee.kind, 'none');
  });

  it('divides by no reference that does not grow', () => {
    const [a] = growths(spec, rowsOf(...line('a', (n) => 100 + n), ...line('b', () => 100)));
    assert.equal(a!.overReference, null);
  });

  it('finds where latency leaves its trend', () => {
    const bent = (n: number) => 100 + n + 30 * Math.max(0, n - 2000);
    const [a] = growths({ ...spec, reference: { variant: 'none' } }, rowsOf(...line('a', bent)));
    const { knee } = a!;
    assert.equal(knee.kind, 'knee');
    if (knee.kind === 'knee') assert.ok(Math.abs(knee.at - 2000) <= 100);
  });
});

describe('scalingTables', () => {
  it('says in words what grows how', () => {
    const [table] = scalingTables(
      spec,
      { name: 's' },
      rowsOf(...line('a', (n) => 100 + 20 * n), ...line('b', (n) => 100 + n)),
    );
    const texts = table!.rows.map((row) => row.map(cellText));
    assert.equal(texts[0]![0], 'a');
    assert.match(texts[0]![2]!, /^1\.00/);
    assert.equal(texts[0]![4], '20.0×');
    assert.equal(texts[1]![4], 'reference');
    assert.match(
      texts[0]![5]!,
      /^no knee up to 4,000 namespaces; a slope \S+ times as steep from \d+ on would have shown$/,
    );
  });

  it('says what it needs below four levels', () => {
    const few = rowsOf(...line('a', (n) => n + 1).slice(0, 3));
    const [table] = scalingTables({ ...spec, reference: { variant: 'none' } }, { name: 's' }, few);
    assert.match(JSON.stringify(table!.rows), /needs 4 levels.*needs 5 levels/);
  });
});
