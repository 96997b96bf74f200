import assert from 'node:assert/strict';
import { rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import { manifest } from '../report/fixtures/small-run.js';
import type { Run } from './compare-runs.js';
import { trendDocument } from './trend-document.js';
import { trendFigure } from './trend-figure.js';
import { trendSeries } from './trend-series.js';
import { trendTable } from './trend-table.js';

const night = (i: number, value: number): Run => {
  const run = `night-${String(i).padStart(2, '0')}`;
  return {
    manifest: { ...manifest, run, startedAt: `2026-01-${String(i + 1).padStart(2, '0')}T00:00:00.000Z` },
    summary: rowsOf({ run, boots: [value, value * 1.01, value * 0.99] }),
  };
};
const jitter = (i: number) => 1 + ((i * 7919) % 11) / 1000;
const nights = (of: (i: number) => number) =>
  Array.from({ length: 20 }, (_, i) => night(i, of(i) * jitter(i)));
const options = { threshold: 0.05, seed: 1 };

describe('trendSeries', () => {
  it('finds the night on which a cell changed, whatever the order of the folders', () => {
    const runs = nights((i) => (i < 12 ? 100 : 130)).reverse();
    const [series] = trendSeries(runs, options).series;
    assert.deepEqual(
      series!.changes.map(({ index, run }) => [index, run]),
      [[12, 'night-12']],
    );
    const [change] = series!.changes;
    assert.ok(change!.after / change!.before > 1.25 && change!.p <= 0.05);
  });

  it('finds nothing where nothing changed, nor what is within the threshold', () => {
    assert.deepEqual(
      trendSeries(
        nights(() => 100),
        options,
      ).series[0]!.changes,
      [],
    );
    const small = nights((i) => (i < 10 ? 100 : 103));
    assert.deepEqual(trendSeries(small, options).series[0]!.changes, []);
    assert.equal(trendSeries(small, { ...options, threshold: 0.01 }).series[0]!.changes.length, 1);
  });

  it('names the cells of too few runs, and those that the latest run lacks', () => {
    const where = (runs: Run[]) => trendSeries(runs, options).leftOut.map((one) => one.where);
    assert.deepEqual(trendSeries(nights(() => 100).slice(0, 5), options).series, []);
    assert.deepEqual(where(nights(() => 100).slice(0, 5)), ['in 5 of 5 runs']);
    assert.deepEqual(where(nights(() => 100)), []);
    const runs = nights(() => 100);
    runs[19] = { ...runs[19]!, summary: [] };
    assert.deepEqual(where(runs), ['in 19 of 20 runs, not in the latest']);
  });
});

describe('trend table, figure and page', () => {
  const runs = nights((i) => (i < 12 ? 100 : 130));
  const { series } = trendSeries(runs, options);

  it('name the run since which a cell is another', () => {
    const row = trendTable(series).rows[0]!.map(cellText);
    assert.deepEqual(row.slice(0, 4), ['2026-01-13T00:00:00.000Z', 'night-12', 's', 'latency']);
    const figure = trendFigure(series[0]!);
    assert.match(figure.description, /changes since 2026-01-13.*night-12/);
    const text = JSON.stringify(trendDocument(runs, series, options));
    assert.match(text, /Cells that 9 runs or more measured: 1\. Of them, changed by more than 5\.00 %: 1\./);
  });
});
