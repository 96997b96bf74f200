import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Stacks, samplesOf } from './share.js';
import { stackTree } from './tree.js';

const stacks: Stacks = [
  ['a;c', 30],
  ['a', 10],
  ['a;b;d', 59],
  ['a;b;e', 1],
];

describe('stackTree', () => {
  it('merges from the outermost frame on, in order of names, parents first', () => {
    const { nodes, leftOut, samples } = stackTree(stacks);
    assert.deepEqual(
      nodes.map(({ id, parent, frame, depth, total, rest }) => [id, parent, frame, depth, total, rest]),
      [
        [0, null, 'all', 0, 100, 0],
        [1, 0, 'a', 1, 100, 10],
        [2, 1, 'b', 2, 60, 0],
        [3, 2, 'd', 3, 59, 59],
        [4, 2, 'e', 3, 1, 1],
        [5, 1, 'c', 2, 30, 30],
      ],
    );
    assert.deepEqual([leftOut, samples], [0, 100]);
  });

  it('leaves narrow frames out and their samples with the caller', () => {
    const { nodes, leftOut } = stackTree(stacks, { leastShare: 0.02 });
    assert.equal(leftOut, 1);
    assert.deepEqual(nodes.find(({ frame }) => frame === 'b')?.rest, 1);
    assert.equal(stackTree(stacks, { leastSamples: 31 }).leftOut, 2);
  });

  it('compares shares, not counts, place by place', () => {
    const against: Stacks = [
      ['a;c', 6],
      ['x', 4],
    ];
    const change = Object.fromEntries(
      stackTree(stacks, { against }).nodes.map((node) => [node.frame, node.change]),
    );
    assert.equal(change.all, 0);
    assert.ok(Math.abs(change.c! - -0.3) < 1e-12);
    assert.ok(Math.abs(change.b! - 0.6) < 1e-12);
    assert.equal('x' in change, false);
  });

  it('keeps every sample in exactly one rest, whatever is left out', () => {
    const frame = fc.constantFrom('a', 'b', 'c', 'toString');
    const some = fc.array(
      fc.tuple(
        fc.array(frame, { minLength: 1, maxLength: 5 }).map((list) => list.join(';')),
        fc.integer({ min: 1, max: 50 }),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 0.5, noNaN: true }), (made, leastShare) => {
        const { nodes, samples } = stackTree(made, { leastShare, leastSamples: 2 });
        assert.equal(samples, samplesOf(made));
        assert.equal(
          nodes.reduce((sum, { rest }) => sum + rest, 0),
          samples,
        );
        for (const { id, parent, depth } of nodes.slice(1)) {
          assert.ok(parent! < id && nodes[parent!]!.depth === depth - 1);
        }
      }),
    );
  });

  it('refuses to draw nothing', () => {
    assert.throws(() => stackTree([]), RangeError);
    assert.throws(() => stackTree(stacks, { against: [] }), RangeError);
  });
});
