import assert from 'node:assert/strict';
import { directLabels } from './direct-labels.js';
import type { FigureData, FigureRow } from './rows.js';

const row = (series: string, x: number, y: number): FigureRow => ({
  ...{ kind: 'cell', x, y, low: y, high: y, series, panel: '' },
});
const data = (ends: Record<string, number>, more: Partial<FigureData> = {}): FigureData => ({
  rows: Object.entries(ends).flatMap(([series, y]) => [row(series, 0, 1), row(series, 10, y)]),
  series: Object.keys(ends),
  panels: [],
  xs: [0, 10],
  ...more,
});

describe('directLabels', () => {
  it('names each line at its end', () => {
    const found = directLabels(data({ upstream: 2, reverted: 40 }), 'linear');
    assert.deepEqual(
      found?.ends.map(({ series, x, y }) => [series, x, y]),
      [
        ['upstream', 10, 2],
        ['reverted', 10, 40],
      ],
    );
  });

  it('leaves the names to a legend where they would lie on one another', () => {
    assert.equal(directLabels(data({ upstream: 39, reverted: 40 }), 'linear'), undefined);
    // What is close together on one axis need not be on the other.
    assert.equal(directLabels(data({ a: 0.5, b: 1, c: 400 }), 'linear'), undefined);
    assert.equal(directLabels(data({ a: 0.5, b: 5, c: 400 }), 'log')?.ends.length, 3);
  });

  it('and where there are too many, too long or none at the last level, several panels, or a single line', () => {
    assert.equal(directLabels(data({ a: 1, b: 20, c: 40, d: 60, e: 80 }), 'linear'), undefined);
    assert.equal(directLabels(data({ ['x'.repeat(40)]: 2, y: 40 }), 'linear'), undefined);
    assert.equal(directLabels(data({ a: 2, b: 40 }, { panels: ['p'] }), 'linear'), undefined);
    assert.equal(directLabels(data({ a: 40 }), 'linear'), undefined);
    const short = data({ a: 2, b: 40 });
    assert.equal(directLabels({ ...short, rows: short.rows.slice(0, -1) }, 'linear'), undefined);
  });
});
