import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { ipvsEstimation, manifest, netnsCreate, observations } from '../report/fixtures/small-run.js';
import type { LevelsFigure } from '../types.js';
import { buildFigures } from './build-figures.js';
import { seriesChannels } from './layers.js';
import { legendColumns, PALETTE, panelWidth, SHAPES, WIDTH } from './style.js';

const rows = summarise(observations, manifest.scenarios);
const latency = netnsCreate.figures[0] as LevelsFigure;
const timer = ipvsEstimation.figures[0] as LevelsFigure;

describe('buildFigures', () => {
  it('draws each clock by itself and says in which unit', () => {
    const figures = buildFigures(latency, netnsCreate, rows, 'quick');
    assert.deepEqual(
      figures.map(({ name, title }) => [name, title]),
      [
        ['netns-create-latency-instructions', 'Time of one add (instruction clock)'],
        ['netns-create-latency-wall', 'Time of one add (wall clock)'],
      ],
    );
    const [exact, real] = figures.map(({ spec }) => JSON.stringify(spec));
    assert.match(exact!, /"title":"time of one add \(ms\)"/);
    assert.match(real!, /"title":"time of one add \(ms\)"/);
    assert.doesNotMatch(real!, /virtual/);
    assert.match(figures[0]!.description, /ms.*One line each: stock; upstream/);
  });

  it('parts what it does not show', () => {
    const one = { ...timer, series: [] };
    assert.deepEqual(
      buildFigures(one, ipvsEstimation, rows, 'quick').map(({ name }) => name),
      [
        'ipvs-estimation-timer-instructions-possibleCpus-2',
        'ipvs-estimation-timer-instructions-possibleCpus-80',
      ],
    );
    assert.deepEqual(buildFigures({ ...latency, metric: 'never_measured' }, netnsCreate, rows, 'quick'), []);
  });

  it('sets panels side by side when asked', () => {
    const [figure] = buildFigures(timer, ipvsEstimation, rows, 'quick');
    assert.match(JSON.stringify(figure!.spec), /"facet":\{"column".*"sort":\["kernel 6.1"\]/);
  });

  it('draws lines through amounts only', () => {
    const marks = (spec: LevelsFigure) =>
      JSON.stringify(buildFigures(spec, netnsCreate, rows, 'quick')[0]!.spec);
    assert.match(marks(latency), /"type":"line"/);
    assert.doesNotMatch(marks({ ...latency, x: 'variant', series: ['namespaces'] }), /"type":"line"/);
  });
});

describe('figure style', () => {
  it('tells many series apart by colour and shape together', () => {
    const names = Array.from({ length: PALETTE.length * SHAPES.length }, (_, i) => `series ${i}`);
    const { color, shape } = seriesChannels(names);
    const looks = names.map((_, i) => `${color.scale.range[i]} ${shape.scale.range[i]}`);
    assert.equal(new Set(looks).size, names.length);
  });

  it('keeps panels and legends within the width', () => {
    for (const panels of [1, 2, 3, 4]) assert.ok(panels * panelWidth(panels) < WIDTH);
    assert.equal(legendColumns(['stock', 'upstream']), 4);
    assert.equal(legendColumns(['80 possible CPUs, run_estimation off']), 1);
  });
});
