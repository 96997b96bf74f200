import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import { cellText, rowTexts } from '../document/table.js';
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
      cells.map(({ before, ratio, design }) => [
        before.factors.namespaces,
        ratio?.estimate.toPrecision(9),
        design,
      ]),
      [
        [0, '1.00000000', 'paired'],
        [10, '3.00000000', 'paired'],
      ],
    );
    assert.equal(cells[1]!.inference!.p, 2 / 2 ** 7);
    assert.equal(cells[0]!.inference!.p, 1);
  });

  it('adjusts p for the cells of one clock alone, and makes it no larger for cells that go together', () => {
    const rows = rowsOf(
      ...level(0, 3),
      ...level(10, 3),
      ...level(20, 3, { clock: 'instructions', machine: 'x' }),
    );
    const cells = compareTreatments(spec, 'latency', rows);
    const real = cells.filter(({ before }) => before.clock === 'wall');
    assert.deepEqual(
      real.map(({ inference }) => inference!.p),
      [2 / 2 ** 7, 2 / 2 ** 7],
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
        ['s-fix-instructions', ['namespaces', 'old', 'new', 'ratio', 'boots']],
        ['s-fix-wall', ['namespaces', 'old', 'new', 'ratio', 'shift', 'p (adjusted)', 'boots']],
      ],
    );
    assert.doesNotMatch(tables[0]!.note!, /adjusted/);
    const texts = tables[1]!.rows[0]!.map(cellText);
    assert.deepEqual([texts[0], texts[3], texts[5]], ['10', '3.00 [3.00]×', '0.0156']);
    assert.equal(tables[1]!.title, 'The fix: time of one (µs), wall clock');
  });

  it('has all metrics in one table, each with its unit once', () => {
    const both = { ...spec, metrics: ['latency', 'calls'] };
    const described = [
      ...metrics,
      { name: 'calls', unit: 'count' as const, better: 'lower' as const, title: 'calls of one' },
    ];
    const rows = rowsOf(...level(10, 3), ...level(10, 2, { metric: 'calls', unit: 'count' }));
    const [table, ...more] = comparisonTables(both, { name: 's', metrics: described, factors: [] }, rows);
    assert.equal(more.length, 0);
    assert.equal(table!.title, 'The fix: wall clock');
    assert.deepEqual(
      rowTexts(table!).map(([metric, namespaces, before]) => [metric, namespaces, before]),
      [
        ['time of one (µs)', '10', '1.20 [0.300–2.10]'],
        ['calls of one', '10', '800 [200–1,400]'],
      ],
    );
  });

  it('prints no p where so few boots can’t show anything', () => {
    const few = [
      { variant: 'old', boots: [3, 6, 9] },
      { variant: 'new', boots: [1, 2, 3] },
    ];
    const [table] = comparisonTables(spec, { name: 's', metrics, factors: [] }, rowsOf(...few));
    assert.deepEqual(
      table!.columns.map(({ title }) => title),
      ['namespaces', 'old', 'new', 'ratio', 'shift', 'boots'],
    );
  });
});
