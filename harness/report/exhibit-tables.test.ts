import assert from 'node:assert/strict';
import type { StoredExhibit } from '../types.js';
import { exhibitTables } from './exhibit-tables.js';

const shown = (boot: number, more: Partial<StoredExhibit> = {}): StoredExhibit => ({
  trial: `one.real.b${boot}`,
  boot,
  ...{ lane: 'real', scenario: 'one', kernel: '6.1', possibleCpus: 2, memoryMb: 64, factors: {} },
  exhibit: {
    kind: 'table',
    name: 'way',
    title: "One packet's way",
    factors: {},
    columns: ['step', 'function'],
    rows: [['1', `netif_rx of boot ${boot}`]],
    note: 'hashed addresses',
  },
  ...more,
});

describe('exhibitTables', () => {
  it('gives the list of the first boot, and says which trial it is of', () => {
    const [table, ...more] = exhibitTables('one', [shown(1), shown(2)]);
    assert.deepEqual(more, []);
    assert.equal(table!.name, 'one-way');
    assert.equal(table!.title, "One packet's way: one.real.b1");
    assert.deepEqual(table!.rows, [['1', 'netif_rx of boot 1']]);
    assert.equal(table!.note, 'hashed addresses');
  });

  it('keeps treatments apart, by name and title', () => {
    const tables = exhibitTables('one', [
      shown(1, { factors: { path: 'away' } }),
      shown(1, { factors: { path: 'receiver' } }),
    ]);
    assert.deepEqual(
      tables.map(({ name, title }) => [name, title]),
      [
        ['one-way-path-away', "One packet's way: path away, one.real.b1"],
        ['one-way-path-receiver', "One packet's way: path receiver, one.real.b1"],
      ],
    );
  });

  it('leaves out call stacks and other scenarios', () => {
    const stacks: StoredExhibit = {
      ...shown(1),
      exhibit: { kind: 'stacks', name: 'why', title: 'Why', factors: {}, stacks: [['a;b', 3]] },
    };
    assert.deepEqual(exhibitTables('one', [stacks]), []);
    assert.deepEqual(exhibitTables('two', [shown(1)]), []);
  });
});
