import assert from 'node:assert/strict';
import type { StoredAttachment } from '../types.js';
import { attachmentTables } from './attachment-tables.js';

const shown = (boot: number, more: Partial<StoredAttachment> = {}): StoredAttachment => ({
  trial: `one.wall.b${boot}`,
  boot,
  ...{ clock: 'wall', scenario: 'one', kernel: '6.1', possibleCpus: 2, memoryMb: 64, factors: {} },
  attachment: {
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

describe('attachmentTables', () => {
  it('gives the list of the first boot, and says which trial it is of', () => {
    const [table, ...more] = attachmentTables('one', [shown(1), shown(2)]);
    assert.deepEqual(more, []);
    assert.equal(table!.name, 'one-way');
    assert.equal(table!.title, "One packet's way: one.wall.b1");
    assert.deepEqual(table!.rows, [['1', 'netif_rx of boot 1']]);
    assert.equal(table!.note, 'hashed addresses');
  });

  it('keeps treatments apart, by name and title', () => {
    const tables = attachmentTables('one', [
      shown(1, { factors: { path: 'away' } }),
      shown(1, { factors: { path: 'receiver' } }),
    ]);
    assert.deepEqual(
      tables.map(({ name, title }) => [name, title]),
      [
        ['one-way-path-away', "One packet's way: path away, one.wall.b1"],
        ['one-way-path-receiver', "One packet's way: path receiver, one.wall.b1"],
      ],
    );
  });

  it('leaves out call stacks and other scenarios', () => {
    const stacks: StoredAttachment = {
      ...shown(1),
      attachment: { kind: 'stacks', name: 'why', title: 'Why', factors: {}, stacks: [['a;b', 3]] },
    };
    assert.deepEqual(attachmentTables('one', [stacks]), []);
    assert.deepEqual(attachmentTables('two', [shown(1)]), []);
  });
});
