import assert from 'node:assert/strict';
import type { Spec } from 'vega';
import type { FlameFigure, StoredAttachment } from '../types.js';
import { buildFigures } from './build-figures.js';
import type { FigureScenario } from './figure.js';
import { figureSvg } from './svg.js';

const scenario: FigureScenario = {
  name: 's',
  metrics: [],
  factors: [{ name: 'namespaces', title: 'namespaces', kind: 'amount', scope: 'state' }],
  comparisons: [],
  scalings: [],
};
const shown = (
  variant: string,
  namespaces: number,
  stacks: [string, number][],
  { clock = 'instructions', boot = 1 }: { clock?: 'instructions' | 'wall'; boot?: number } = {},
): StoredAttachment => ({
  trial: `${clock}.${boot}`,
  boot,
  ...{ clock, scenario: 's', kernel: '6.1', possibleCpus: 2, memoryMb: 2048 },
  factors: { namespaces, variant },
  attachment: { kind: 'stacks', name: 'graph', title: 'Graph', factors: { variant, namespaces }, stacks },
});
const OPEN = 'ip;main;do_syscall_64_[k];__x64_sys_openat_[k]';
const UNSHARE = 'ip;main;do_syscall_64_[k];__x64_sys_unshare_[k]';
const attachments = [
  shown('old', 10, [
    [OPEN, 80],
    [UNSHARE, 20],
  ]),
  shown('new', 10, [
    [OPEN, 10],
    [UNSHARE, 90],
  ]),
  shown('old', 40, [
    [OPEN, 900],
    [UNSHARE, 99],
    [`${UNSHARE};rare_[k]`, 1],
  ]),
  shown('new', 40, [
    [OPEN, 5],
    [UNSHARE, 45],
  ]),
  shown(
    'new',
    40,
    [
      [OPEN, 5],
      [UNSHARE, 45],
    ],
    { boot: 2 },
  ),
  shown(
    'new',
    40,
    [
      [OPEN, 1],
      [UNSHARE, 9],
    ],
    { clock: 'wall' },
  ),
];
const flame: FlameFigure = { kind: 'flame', name: 'flame', title: 'Adds', attachment: 'graph' };
const build = (spec: FlameFigure, given = attachments) => buildFigures(spec, scenario, [], 'quick', given);

interface Row {
  about: string;
  rest: number;
  change: number;
}
const boxes = ({ spec }: { spec: unknown }) => ((spec as Spec).data as { values: Row[] }[])[0]!.values;

describe('flame graphs', () => {
  it('draws every treatment at the highest level, clocks apart, boots together', () => {
    const figures = build(flame);
    assert.deepEqual(
      figures.map(({ name, title }) => [name, title]),
      [
        ['s-flame-instructions-variant-new', 'Adds (instruction clock, new, 40 namespaces)'],
        ['s-flame-instructions-variant-old', 'Adds (instruction clock, old, 40 namespaces)'],
        ['s-flame-wall', 'Adds (wall clock, 40 namespaces)'],
      ],
    );
    assert.match(figures[0]!.description, /^Flame graph of 100 samples of 2 boots; boxes left out: 0\. /);
    assert.ok(boxes(figures[0]!).some(({ about }) => about === '__x64_sys_unshare: 90.0 % (90)'));
  });

  it('draws the lowest level when asked', () => {
    const titles = build({ ...flame, level: 'lowest' }).map(({ title }) => title);
    assert.ok(titles.includes('Adds (instruction clock, old, 10 namespaces)'));
  });

  it('leaves single samples out and says so', () => {
    const [old] = build({ ...flame, where: { variant: 'old' } });
    assert.match(old!.description, /; boxes left out: 1\./);
    assert.ok(!boxes(old!).some(({ about }) => about.startsWith('rare')));
    assert.ok(boxes(old!).some(({ about, rest }) => about.startsWith('__x64_sys_unshare') && rest === 100));
  });

  it('compares with the treatment that is otherwise alike, where there is one', () => {
    const spec = { ...flame, where: { variant: 'old' }, against: { variant: 'new' } };
    const [figure, ...more] = build(spec);
    assert.deepEqual([figure!.name, more], ['s-flame-instructions', []]);
    const change = (name: string) => boxes(figure!).find(({ about }) => about.startsWith(name))!.change;
    assert.ok(Math.abs(change('__x64_sys_openat') - 0.8) < 1e-12);
    assert.ok(Math.abs(change('__x64_sys_unshare') - -0.8) < 1e-12);
    assert.match(figure!.description, /Red: a larger share than with new/);
    assert.deepEqual(build(spec, attachments.slice(0, 1)), []);
  });

  it('draws nothing of what was not shown', () => {
    assert.deepEqual(build({ ...flame, attachment: 'other' }), []);
    assert.deepEqual(build(flame, []), []);
  });

  it('gives the same bytes again, a box a frame, callers below', async () => {
    const figures = [
      ...build(flame),
      ...build({ ...flame, against: { variant: 'new' }, where: { variant: 'old' } }),
    ];
    const svgs = await Promise.all(figures.map(figureSvg));
    assert.deepEqual(await Promise.all(figures.map(figureSvg)), svgs);
    const place = (name: string) => {
      const [, x, y, width] = new RegExp(`aria-label="${name}: [^>]* d="M([\\d.]+),([\\d.]+)h([\\d.]+)`).exec(
        svgs[0]!,
      )!;
      return { x: Number(x), y: Number(y), width: Number(width) };
    };
    assert.deepEqual(place('ip'), { x: 0, y: 48, width: 699.5 });
    assert.deepEqual(place('__x64_sys_openat'), { x: 0, y: 0, width: 69.5 });
    assert.deepEqual(place('__x64_sys_unshare'), { x: 70, y: 0, width: 629.5 });
    assert.match(svgs.at(-1)!, />difference of shares: old − new</);
  });

  it('sets what one function calls in the order of their names, however many and wide', async () => {
    const names = [...'abcdefghijkl'];
    const stacks = names.map((name, i): [string, number] => [`ip;${name}`, 2 + ((i * 5) % 12)]);
    const [figure] = build(flame, [shown('new', 1, stacks)]);
    const svg = await figureSvg(figure!);
    const xOf = (name: string) =>
      Number(new RegExp(`aria-label="${name}: [^>]* d="M([\\d.]+),`).exec(svg)![1]);
    const xs = names.map(xOf);
    assert.deepEqual(
      xs,
      [...xs].sort((a, b) => a - b),
    );
  });

  it('escapes what a guest calls a function', async () => {
    const [figure] = build(flame, [shown('new', 1, [['ip;<img src=x onerror="a()">', 5]])]);
    const svg = await figureSvg(figure!);
    assert.doesNotMatch(svg, /<img/);
    assert.match(svg, /aria-label="&lt;img src=x onerror=&quot;a\(\)&quot;&gt;: 100 %/);
  });
});
