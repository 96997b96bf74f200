import assert from 'node:assert/strict';
import { rowsOf } from '../cells/rows.testing.js';
import { cellText } from '../document/table.js';
import { jitterTables } from './jitter-table.js';

const spec = {
  name: 'jitter',
  title: 'Packet by packet',
  metric: 'latency',
  lateNs: 50e6,
  spacingNs: { smoke: 1e6, quick: 4e6, standard: 2e6, paper: 1e6 },
};
/** One packet every 4 ms for 8 s; every 2 s the ten after it are late. */
const stalling = Array.from({ length: 2000 }, (_, i) => (i % 500 < 10 ? 200e6 : 1e6));
const textsOf = (values: readonly number[]) =>
  jitterTables(spec, { name: 's' }, rowsOf({ boots: [values] }), 'quick')[0]!.rows[0]!.map(cellText);

describe('jitterTables', () => {
  it('finds the period at which probes stall', () => {
    const texts = textsOf(stalling);
    assert.equal(texts.at(-1), '2.00 s');
    assert.equal(texts.at(-2), '2.00 %');
    assert.equal(texts[1], '2,000');
  });

  it('gives quantiles without intervals, since packets that meet one stall are not independent', () => {
    const texts = textsOf(stalling);
    assert.ok(
      texts.every((text) => !text.includes('[')),
      texts.join(),
    );
    assert.match(texts[3]!, /ms$/);
  });

  it('names no period where nothing stalls', () => {
    assert.equal(textsOf(Array.from({ length: 2000 }, (_, i) => 1e6 + (i % 7))).at(-1), '–');
  });
});
