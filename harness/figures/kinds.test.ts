import assert from 'node:assert/strict';
import { type MadeCell, rowsOf } from '../cells/rows.testing.js';
import type { FigureSpec } from '../types.js';
import { buildFigures } from './build-figures.js';
import type { Figure, FigureScenario } from './figure.js';
import { figureSvg } from './svg.js';

const scenario: FigureScenario = {
  name: 's',
  metrics: [{ name: 'latency', unit: 'ns', better: 'lower', title: 'round trip' }],
  factors: [
    { name: 'namespaces', title: 'existing namespaces', kind: 'amount', scope: 'state' },
    { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' },
    { name: 'path', title: 'path', kind: 'text', scope: 'treatment' },
  ],
  comparisons: [
    {
      name: 'fix',
      title: 'The fix',
      metrics: ['latency'],
      by: 'namespaces',
      before: { variant: 'old' },
      after: { variant: 'new' },
    },
  ],
  scalings: [{ name: 'growth', title: 'Growth', metric: 'latency', by: 'namespaces', series: ['variant'] }],
};
const LEVELS = [0, 10, 20, 40];
const cells = LEVELS.flatMap((namespaces): MadeCell[] => [
  { namespaces, variant: 'old', boots: [1e6 * (1 + namespaces), 1.1e6 * (1 + namespaces)] },
  { namespaces, variant: 'new', boots: [1e6, 1.1e6] },
]);
const build = (spec: FigureSpec, made: MadeCell[] = cells) =>
  buildFigures(spec, scenario, rowsOf(...made), 'quick');
const values = (figure: Figure) =>
  (figure.spec as unknown as { data: { values: Record<string, number | string>[] } }).data.values;

describe('slopes', () => {
  it('draws each series’ slope and its boots', async () => {
    const [figure] = build({ kind: 'slopes', name: 'slopes', title: 'Slopes', scaling: 'growth' });
    const slopes = values(figure!).filter(({ kind }) => kind === 'slope');
    assert.deepEqual(
      slopes.map(({ series }) => series),
      ['new', 'old'],
    );
    assert.ok(Math.abs((slopes[1]!.x as number) - 1.05) < 1e-9);
    assert.equal(slopes[0]!.x, 0);
    assert.match(await figureSvg(figure!), /slope \(ms per namespace\)/);
  });

  it('refuses a scaling that is not there', () => {
    const spec: FigureSpec = { kind: 'slopes', name: 'x', title: 'x', scaling: 'none' };
    assert.throws(() => build(spec), /figure x: no scaling none/);
  });
});

describe('before and after', () => {
  const spec: FigureSpec = {
    kind: 'before-after',
    name: 'fixed',
    title: 'Fixed',
    comparison: 'fix',
    metric: 'latency',
  };

  it('joins both sides of the highest level, each boot by itself', async () => {
    const [figure] = build(spec);
    const rows = values(figure!);
    assert.deepEqual(
      rows
        .filter(({ kind }) => kind === 'cell')
        .map(({ side, y }) => [side, Math.round((y as number) * 100)]),
      [
        ['old', 4305],
        ['new', 105],
      ],
    );
    assert.equal(new Set(rows.filter(({ kind }) => kind === 'boot').map(({ boot }) => boot)).size, 2);
    assert.match(await figureSvg(figure!), />old<.*>new</s);
  });

  it('names a side whole, however long its name is', async () => {
    const named = 'upstream-with-the-eager-scan-put-back-again';
    const made = cells.map((cell) => (cell.variant === 'old' ? { ...cell, variant: named } : cell));
    const [comparison] = scenario.comparisons;
    const renamed = { ...scenario, comparisons: [{ ...comparison!, before: { variant: named } }] };
    const [figure] = buildFigures(spec, renamed, rowsOf(...made), 'quick');
    assert.ok((await figureSvg(figure!)).includes(`>${named}<`));
  });

  it('draws the levels asked for, a colour each', () => {
    const [figure] = build({ ...spec, levels: [10, 20] });
    assert.deepEqual(
      [...new Set(values(figure!).map(({ series }) => series))],
      ['10 namespaces', '20 namespaces'],
    );
  });

  it('refuses a comparison that is not there', () => {
    assert.throws(() => build({ ...spec, comparison: 'none' }), /figure fixed: no comparison none/);
  });
});

describe('percentiles', () => {
  const packets = Array.from({ length: 1000 }, (_, i) => (i >= 990 ? 200e6 : 1e6));

  it('has a line a boot and never pools them', async () => {
    const spec: FigureSpec = { kind: 'percentiles', name: 'p', title: 'P', metric: 'latency', series: [] };
    const [figure] = build(spec, [{ boots: [packets, packets.map((value) => 2 * value)] }]);
    const rows = values(figure!);
    assert.equal(new Set(rows.map(({ boot }) => boot)).size, 2);
    const [first] = rows;
    assert.ok(Math.abs((first!.y as number) - 1) < 0.01 && (first!.x as number) === 1);
    const tail = rows.filter(({ x, boot }) => (x as number) > 150 && boot === first!.boot);
    assert.ok(tail.length > 0 && tail.every(({ y }) => Math.abs((y as number) - 200) < 1));
    assert.match(await figureSvg(figure!), />99 %</);
  });
});

describe('timeline', () => {
  const spec: FigureSpec = {
    kind: 'timeline',
    name: 't',
    title: 'T',
    metric: 'latency',
    series: ['path'],
    spacingNs: { smoke: 1e6, quick: 4e6, standard: 1e6, paper: 1e6 },
  };

  it('stands packets at their send times, by the profile’s spacing', async () => {
    const [figure] = build(spec, [{ path: 'away', boots: [[1e6, 2e6, 3e6]] }]);
    assert.deepEqual(
      values(figure!).map(({ x, y }) => [x, y]),
      [
        [0, 1],
        [0.004, 2],
        [0.008, 3],
      ],
    );
    assert.match(await figureSvg(figure!), /intended send time \(s\)/);
  });

  it('loses no stall when there are more packets than pixels', () => {
    const packets = Array.from({ length: 20_000 }, (_, i) => (i === 12_345 ? 500e6 : 1e6));
    const [figure] = build(spec, [{ path: 'away', boots: [packets] }]);
    const rows = values(figure!);
    assert.ok(rows.length <= 1200);
    const late = rows.filter(({ y }) => (y as number) > 100);
    assert.deepEqual(
      late.map(({ x }) => x),
      [12_345 * 0.004],
    );
  });
});

describe('levels with a fit', () => {
  it('draws the least-squares line instead of joining the medians', () => {
    const spec: FigureSpec = {
      kind: 'levels',
      name: 'l',
      title: 'L',
      metric: 'latency',
      x: 'namespaces',
      series: ['variant'],
      fit: true,
    };
    const [figure] = build(spec);
    const ends = values(figure!).filter(({ kind, series }) => kind === 'fit' && series === 'old');
    assert.deepEqual(
      ends.map(({ x, y }) => [x, Math.round((y as number) * 1000) / 1000]),
      [
        [0, 1.05],
        [40, 43.05],
      ],
    );
    assert.match(figure!.description, /fitted to them by least squares/);
  });

  it('shows the interval where there are boots enough for one, else their range', () => {
    const spec: FigureSpec = {
      kind: 'levels',
      name: 'l',
      title: 'L',
      metric: 'latency',
      x: 'namespaces',
      series: [],
    };
    const boots = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => value * 1e6);
    const [many] = build(spec, [{ namespaces: 0, boots }]);
    const cell = values(many!).find(({ kind }) => kind === 'cell')!;
    assert.deepEqual([cell.low, cell.high], [2, 8]);
    const [few] = build(spec, [{ namespaces: 0, boots: boots.slice(0, 3) }]);
    const small = values(few!).find(({ kind }) => kind === 'cell')!;
    assert.deepEqual([small.low, small.high], [1, 3]);
  });
});
