import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { codeSpan, escapeMarkdown } from './markdown-escape.js';
import { fileName, rowTexts, type Table } from './table.js';
import { tableCsv } from './table-csv.js';
import { tableMarkdown } from './table-markdown.js';
import { tableTerminal } from './table-terminal.js';

const table: Table = {
  name: 't',
  title: 'Time',
  columns: [
    { title: 'variant', align: 'left' },
    { title: 'time', align: 'right' },
  ],
  rows: [
    ['a|b <i>', { text: '2.58 µs', value: 2580 }],
    ['c\nd', '–'],
  ],
  note: 'in *one* unit',
};

describe('tableMarkdown', () => {
  it('escapes what would break the table or be rendered', () => {
    assert.equal(
      tableMarkdown(table),
      '| variant | time |\n| --- | ---: |\n| a\\|b &lt;i&gt; | 2.58 µs |\n| c d | – |\n\nin \\*one\\* unit\n',
    );
  });
});

describe('tableTerminal', () => {
  it('aligns columns by their widest cell', () => {
    assert.equal(
      tableTerminal(table),
      'Time\n\nvariant     time\n───────  ───────\na|b <i>  2.58 µs\nc d            –\n\nin *one* unit\n',
    );
  });

  it('lets no text steer the terminal', () => {
    assert.ok(!tableTerminal({ ...table, title: '\u001b[2Jgone', rows: [] }).includes('\u001b'));
  });
});

describe('tableCsv', () => {
  it('reads back as the same cells', () => {
    assert.deepEqual(Papa.parse(tableCsv(table), { skipEmptyLines: true }).data, [
      ['variant', 'time'],
      ...rowTexts(table),
    ]);
  });
});

describe('escapeMarkdown', () => {
  it('leaves no bare pipe, bracket, tag or line end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeMarkdown(text);
        assert.doesNotMatch(escaped, /[<>\n\r]/);
        assert.doesNotMatch(escaped.replace(/\\./gsu, ''), /[`*[\]|~$]/);
      }),
    );
  });

  it('keeps names of metrics readable', () => {
    assert.equal(escapeMarkdown('create_latency of _all_'), 'create_latency of \\_all\\_');
    assert.equal(escapeMarkdown('a & b \\ c'), 'a &amp; b \\\\ c');
  });
});

describe('codeSpan', () => {
  it('outlasts the backticks inside', () => {
    assert.equal(codeSpan('ip netns'), '`ip netns`');
    assert.equal(codeSpan('a\u001b[2Jb\u009bc'), '`a [2Jb c`');
    assert.equal(codeSpan('a `b` c'), '``a `b` c``');
    assert.equal(codeSpan('`'), '`` ` ``');
  });
});

describe('fileName', () => {
  it('never leaves the folder', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        assert.match(fileName(...words), /^[A-Za-z0-9][A-Za-z0-9.-]*$/);
      }),
    );
    assert.equal(fileName('netns-create', '../x y', 'kernel 6.1'), 'netns-create-x-y-kernel-6.1');
  });
});
