import assert from 'node:assert/strict';
import type { Table } from './table.js';
import { tableHtml } from './table-html.js';

const table: Table = {
  name: 't',
  title: 'Time of "one"',
  columns: [
    { title: 'variant', align: 'left' },
    { title: '2 possible CPUs, run_estimation on', align: 'right' },
  ],
  rows: [
    ['a <i>', { text: '2.58 µs', value: 2580 }],
    ['b', '–'],
  ],
  note: 'in <one> unit',
};

describe('tableHtml', () => {
  it('scrolls by itself, gives values to sort by, and its note', () => {
    assert.equal(
      tableHtml(table),
      [
        '<div class="scroll" role="group" aria-label="Time of &quot;one&quot;" tabindex="0">',
        '<table class="sortable asc n-last">',
        '<thead><tr><th scope="col">variant</th><th scope="col" class="number"><span>2 possible CPUs,</span> <span>run_estimation on</span></th></tr></thead>',
        '<tbody>',
        '<tr><td>a &lt;i&gt;</td><td class="number" data-sort="2580">2.58 µs</td></tr>',
        '<tr><td>b</td><td class="number" data-sort="">–</td></tr>',
        '</tbody></table></div>',
        '<p class="note">in &lt;one&gt; unit</p>',
      ].join('\n'),
    );
  });

  it('lets only long texts be broken', () => {
    const html = tableHtml({ ...table, rows: [['x'.repeat(25), 'x'.repeat(24)]] });
    assert.equal(html.match(/class="long"/g)?.length, 1);
    assert.doesNotMatch(html, /class="number long"/);
  });

  it('offers no sorting of a single row', () => {
    assert.doesNotMatch(tableHtml({ ...table, rows: [['a', 'b']] }), /sortable/);
  });
});
