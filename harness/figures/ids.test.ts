import assert from 'node:assert/strict';
import type { Figure } from './figure.js';
import { figureSvg } from './svg.js';

const figure = (name: string, series = 'a'): Figure => ({
  name,
  title: 'T',
  description: 'D',
  spec: {
    data: {
      values: [
        { x: 1, y: 2, s: series },
        { x: 3, y: 4, s: series },
      ],
    },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
      color: { field: 's', type: 'nominal' },
    },
  },
});
const ids = (svg: string) => [...svg.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!);
const used = (svg: string) => [...svg.matchAll(/url\(#([^)]*)\)/g)].map((match) => match[1]!);

describe('ids of figures', () => {
  it('are of one figure alone, and every use finds its own', async () => {
    const [one, two] = await Promise.all(['one', 'two'].map((name) => figureSvg(figure(name))));
    assert.ok(used(one!).length > 0, 'the figure clips nothing');
    const all = [...ids(one!), ...ids(two!)];
    assert.equal(new Set(all).size, all.length, all.join());
    assert.deepEqual(
      used(two!).filter((id) => !ids(two!).includes(id)),
      [],
    );
  });

  it('are the same however many figures were drawn before', async () => {
    const first = await figureSvg(figure('same'));
    await figureSvg(figure('between'));
    assert.equal(await figureSvg(figure('same')), first);
  });

  it('leave what names of series say as it is', async () => {
    const svg = await figureSvg(figure('hostile', '<b> id="clip0"'));
    assert.ok(svg.includes('>&lt;b&gt; id="clip0"</text>'));
    assert.match(svg, / data-values="[^"]*&lt;b&gt; id=&quot;clip0&quot;/);
    assert.doesNotMatch(svg, /<b>/);
  });
});
