import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import { adviceTable } from './advice-table.js';
import { compareTreatments } from './comparison.js';
import { comparisonTables } from './comparison-table.js';

const boots = [100, 200, 300, 400, 500, 600, 700];
const spec = {
  name: 'fix',
  title: 'The fix',
  metrics: ['latency'],
  by: 'namespaces' as const,
  before: { variant: 'old' },
  after: { variant: 'new' },
};
const metrics = [{ name: 'latency', unit: 'ns' as const, better: 'lower' as const, title: 'time of one' }];
const level = (namespaces: number, factor: number, more: Partial<MadeCell> = {}): MadeCell[] => [
  { namespaces, variant: 'old', boots: boots.map((value) => factor * value), ...more },
  { namespaces, variant: 'new', boots, ...more },
];

describe('compareTreatments', () => {
  it('compares where all but the change agrees, boot by boot', () => {
    const cells = compareTreatments(spec, 'latency', rowsOf(...level(0, 1), ...level(10, 3)));
    assert.deepEqual(
      cells.map(({ before, ratio, design }) => [before.factors.namespaces, ratio?.estimate, design]),
      [
        [0, 1, 'paired'],
        [10, 3, 'paired'],
      ],
    );
    assert.equal(cells[1]!.inference!.p, 2 / 2 ** 7);
    assert.equal(cells[1]!.inference!.delta.estimate > 0, true);
  });

  it('corrects p for the cells of one clock alone', () => {
    const rows = rowsOf(
      ...level(0, 3),
      ...level(10, 3),
      ...level(20, 3, { clock: 'instructions', machine: 'x' }),
    );
    const cells = compareTreatments(spec, 'latency', rows);
    const real = cells.filter(({ before }) => before.clock === 'wall');
    assert.deepEqual(
      real.map(({ inference }) => inference!.adjustedP),
      [4 / 2 ** 7, 4 / 2 ** 7],
    );
    const [exact] = cells.filter(({ before }) => before.clock === 'instructions');
    assert.equal(exact!.inference, undefined);
    assert.deepEqual(exact!.ratio!.range, { low: 3, high: 3 });
  });

  it('has no ratio over 0 and no cell without a partner', () => {
    const rows = rowsOf(
      { variant: 'old', boots: [1, 2] },
      { variant: 'new', boots: [0, 0] },
      { variant: 'old', namespaces: 5, boots: [1] },
    );
    const cells = compareTreatments(spec, 'latency', rows);
    assert.deepEqual(
      cells.map(({ ratio }) => ratio),
      [null],
    );
  });
});

describe('comparisonTables', () => {
  it('has a table a clock: inference in the real one, ranges in the exact one', () => {
    const rows = rowsOf(...level(10, 3), ...level(10, 3, { clock: 'instructions', machine: 'x' }));
    const tables = comparisonTables(spec, { name: 's', metrics, factors: [] }, rows);
    assert.deepEqual(
      tables.map(({ name, columns }) => [name, columns.map(({ title }) => title)]),
      [
        ['s-fix-latency-instructions', ['namespaces', 'old', 'new', 'ratio', 'boots']],
        [
          's-fix-latency-wall',
          ['namespaces', 'old', 'new', 'ratio', 'shift', 'Cliff’s δ', 'p (Holm)', 'boots'],
        ],
      ],
    );
    assert.doesNotMatch(tables[0]!.note!, /Holm/);
    const texts = tables[1]!.rows[0]!.map(cellText);
    assert.deepEqual([texts[0], texts[3], texts[6]], ['10', '3.00 [3.00]×', '0.0156']);
  });
});

describe('adviceTable', () => {
  it('asks for more boots the wider they scatter, by the widest cell', () => {
    const scenario = { name: 's', metrics, comparisons: [spec] };
    const needed = (spread: number) => {
      const noisy = [1, 1 + spread, 1 - spread, 1, 1 + spread / 2].map((value) => 100 * value);
      const rows = rowsOf(
        { variant: 'old', boots: noisy },
        { variant: 'new', boots: [100, 100, 100, 100, 100] },
      );
      const cell = adviceTable(scenario, rows)!.rows[0]![4]!;
      return typeof cell === 'string' ? Number.NaN : cell.value;
    };
    assert.ok(needed(0.3) > needed(0.1));
    assert.ok(needed(0.1) >= 4);
  });

  it('says nothing of fewer than three boots', () => {
    const scenario = { name: 's', metrics, comparisons: [spec] };
    assert.equal(adviceTable(scenario, rowsOf({ variant: 'old', boots: [1, 2] })), null);
  });
});
