import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { ipvsEstimation, manifest, netnsCreate, observations } from '../report/fixtures/small-run.js';
import type { LevelsFigure } from '../types.js';
import { buildFigures } from './build-figures.js';
import type { Figure } from './figure.js';
import { figureSvg } from './svg.js';

const rows = summarise(observations, manifest.scenarios);
const figures: Figure[] = [
  ...buildFigures(netnsCreate.figures[0]!, netnsCreate, rows, 'quick'),
  ...buildFigures(
    { ...(ipvsEstimation.figures[0] as LevelsFigure), yScale: 'log' },
    ipvsEstimation,
    rows,
    'quick',
  ),
];

describe('figureSvg', function () {
  this.timeout(10_000);

  it('gives the same bytes for the same figure', async () => {
    const first = await Promise.all(figures.map(figureSvg));
    const again = await Promise.all(figures.map(figureSvg));
    assert.equal(first.length, 3);
    assert.deepEqual(again, first);
  });

  it('carries title and description, is white below and no wider than a page', async () => {
    const svg = await figureSvg(figures[0]!);
    assert.match(svg, /^<svg [^>]*role="img" aria-labelledby="netns-create-latency-instructions-title /);
    assert.match(
      svg,
      /<title id="netns-create-latency-instructions-title">Time of one add \(instruction clock\)<\/title>/,
    );
    assert.match(svg, /<desc id="netns-create-latency-instructions-description">time of one add in ms/);
    assert.match(svg, /<rect width="\d+" height="\d+" fill="white"\/>/);
    assert.ok(Number(/ width="(\d+)"/.exec(svg)![1]) <= 720);
  });

  it('draws the axis, both series and their points', async () => {
    const svg = await figureSvg(figures[1]!);
    for (const text of ['time of one add (ms)', 'existing namespaces', '>2,000<', '>stock<', '>upstream<']) {
      assert.ok(svg.includes(text), text);
    }
  });

  it('escapes texts and stays silent', async () => {
    const said: unknown[] = [];
    const { warn } = console;
    console.warn = (...words: unknown[]) => said.push(words);
    try {
      const svg = await figureSvg({ ...figures[0]!, title: 'a <b> & c', description: '</desc><script>' });
      assert.ok(svg.includes('>a &lt;b&gt; &amp; c</title>'));
      assert.doesNotMatch(svg, /<script/);
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(said, []);
  });
});
