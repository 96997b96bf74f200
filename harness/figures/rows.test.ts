import assert from 'node:assert/strict';
import { DECLARED } from '../cells/rows.testing.js';
import { summarise } from '../cells/summarise.js';
import { bootMediansOf } from '../cells/summary-row.js';
import { manifest, observations } from '../report/fixtures/small-run.js';
import type { LevelsFigure } from '../types.js';
import { figureData } from './rows.js';

const cells = summarise(observations, manifest.scenarios).filter(
  (row) => row.metric === 'create_latency' && row.clock === 'wall',
);
const spec: LevelsFigure = {
  kind: 'levels',
  name: 'f',
  title: 'f',
  metric: 'create_latency',
  x: 'namespaces',
  series: ['variant'],
};
const ms = { divisor: 1e6, label: 'ms' };

describe('figureData', () => {
  it('has a row per cell and one per boot, scaled', () => {
    const { rows, series, panels, xs } = figureData(spec, DECLARED, cells, ms);
    const here = rows.filter((row) => row.x === 2000 && row.series === 'stock');
    const cell = cells.find((row) => row.factors.namespaces === 2000 && row.factors.variant === 'stock')!;
    assert.deepEqual(
      here.map(({ kind, y, low, high }) => [kind, y, low, high]),
      [
        ['cell', cell.median / 1e6, cell.min / 1e6, cell.max / 1e6],
        ...bootMediansOf(cell).map((value) => ['boot', value / 1e6, value / 1e6, value / 1e6]),
      ],
    );
    assert.deepEqual([series, panels, xs], [['stock', 'upstream'], [], [0, 500, 2000]]);
  });

  it('draws no point for the only boot of a cell', () => {
    const single = cells.map((row) => ({ ...row, boots: 1, samples: row.samples.slice(0, 1) }));
    assert.ok(figureData(spec, DECLARED, single, ms).rows.every(({ kind }) => kind === 'cell'));
  });

  it('takes names as names and leaves out cells without an amount', () => {
    const byVariant = figureData({ ...spec, x: 'variant', series: ['namespaces'] }, DECLARED, cells, ms);
    assert.deepEqual(byVariant.xs, ['stock', 'upstream']);
    assert.deepEqual(byVariant.series, ['0 namespaces', '500 namespaces', '2,000 namespaces']);
    assert.equal(figureData({ ...spec, x: 'rules' }, DECLARED, cells, ms).rows.length, 0);
  });

  it('leaves out what a logarithmic axis cannot show', () => {
    const zero = cells.map((row) => (row.factors.namespaces === 0 ? { ...row, min: 0 } : row));
    const rows = figureData({ ...spec, yScale: 'log' }, DECLARED, zero, ms).rows;
    assert.ok(!rows.some(({ kind, x }) => kind === 'cell' && x === 0));
    assert.ok(rows.some(({ kind, x }) => kind === 'cell' && x === 500));
  });
});
