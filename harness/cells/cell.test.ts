import assert from 'node:assert/strict';
import type { Factors } from '../types.js';
import { compareLevels, differing, groupBy, keyOf, levelsOf, matches } from './cell.js';
import { type FlatLevels, withFactors } from './rows.testing.js';

const cell = (more: Partial<Factors> & FlatLevels = {}): Factors => ({
  clock: 'instructions',
  scenario: 'netns-create',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  ...withFactors(more),
});

describe('cell', () => {
  it('orders levels: absent last, numbers by size, texts naturally', () => {
    assert.deepEqual([2000, 500, 0].sort(compareLevels), [0, 500, 2000]);
    assert.ok(compareLevels(undefined, 0) > 0);
    assert.ok(compareLevels('6.12', '6.1') > 0);
    assert.equal(compareLevels(undefined, undefined), 0);
    assert.deepEqual(levelsOf([cell({ rules: 40000 }), cell({ rules: 0 }), cell()], 'rules'), [
      0,
      40000,
      undefined,
    ]);
  });

  it('matches on the named factors only, zero included', () => {
    assert.ok(matches(cell({ namespaces: 0, variant: 'a' }), { namespaces: 0 }));
    assert.ok(!matches(cell({ namespaces: 500 }), { namespaces: 0 }));
    assert.ok(!matches(cell(), { namespaces: 0 }));
    assert.ok(matches(cell()));
  });

  it('tells an absent level from any text', () => {
    assert.notEqual(keyOf(cell(), ['path']), keyOf(cell({ path: 'null' }), ['path']));
  });

  it('names what tells cells apart', () => {
    const cells = [
      cell({ namespaces: 0 }),
      cell({ namespaces: 500 }),
      cell({ namespaces: 0, clock: 'wall' }),
    ];
    assert.deepEqual(differing(cells), ['clock', 'namespaces']);
    assert.deepEqual(differing([cell()]), []);
  });

  it('groups without losing or reordering cells', () => {
    const cells = [cell({ rules: 1 }), cell({ rules: 2 }), cell({ rules: 1, path: 'away' })];
    assert.deepEqual(groupBy(cells, ['rules']), [[cells[0], cells[2]], [cells[1]]]);
  });
});
