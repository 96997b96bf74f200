import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import type { Claim, Scenario, Variant } from '../../types.js';
import { parseVariantTree, withTrees } from './variant-trees.js';

const variant = (name: string, more: Partial<Variant> = {}): Variant => ({
  name,
  title: name,
  tool: 'tool',
  sources: [{ kind: 'guest', path: '/bin/true', version: '1' }],
  targets: ['all'],
  product: { path: 'tool', as: 'tool' },
  ...more,
});
const patches = [{ file: 'a.c', within: 'main', after: 'x;', line: 'y;' }];
const scenario = (variants: Variant[]) => ({ name: 'some', variants, claims: [] }) as unknown as Scenario;

describe('withTrees', () => {
  it('builds a known variant from the tree, patches included, and leaves the others alone', () => {
    const [one] = withTrees([scenario([variant('stock'), variant('control', { patches })])], {
      control: '../t',
    });
    assert.deepEqual(
      one!.variants.map(({ sources }) => sources),
      [[{ kind: 'guest', path: '/bin/true', version: '1' }], [{ kind: 'path', path: '../t' }]],
    );
    assert.deepEqual(one!.variants[1]!.patches, patches);
  });

  it('adds a new name, built as the first variant is, without its patches', () => {
    const [one] = withTrees([scenario([variant('stock', { patches })])], { mine: '/src' });
    const mine = one!.variants[1]!;
    assert.deepEqual(
      [mine.name, mine.sources, mine.targets],
      ['mine', [{ kind: 'path', path: '/src' }], ['all']],
    );
    assert.equal('patches' in mine, false);
  });

  it('asks of a new name what the scenario asks of such, and nothing more of a known one', () => {
    const asked = (variant: string) => [{ id: `own-${variant}` }] as unknown as Claim[];
    const asking = { ...scenario([variant('stock')]), claims: [], claimsOfVariant: asked } as Scenario;
    const ids = (trees: Record<string, string>) => withTrees([asking], trees)[0]!.claims.map(({ id }) => id);
    assert.deepEqual(ids({ mine: '/src' }), ['own-mine']);
    assert.deepEqual(ids({ stock: '/src' }), []);
  });

  it('refuses a tree where nothing has variants, and leaves those without alone where something has', () => {
    assert.throws(() => withTrees([scenario([])], { mine: '/src' }), Failure);
    assert.deepEqual(withTrees([scenario([])]), [scenario([])]);
    assert.equal(
      withTrees([scenario([]), scenario([variant('stock')])], { mine: '/src' })[0]!.variants.length,
      0,
    );
  });
});

describe('parseVariantTree', () => {
  it('reads NAME=path:FOLDER', () => {
    assert.deepEqual(parseVariantTree('mine=path:../a=b'), ['mine', '../a=b']);
  });

  it('refuses anything else, and says how', () => {
    for (const word of ['mine', 'mine=../x', '=path:x', 'mine=path:', '../x=path:y']) {
      assert.throws(() => parseVariantTree(word), /takes NAME=path:FOLDER/, word);
    }
  });
});
