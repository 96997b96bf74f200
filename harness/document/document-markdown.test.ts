import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Block } from './document.js';
import { documentMarkdown } from './document-markdown.js';
import { heading, paragraph } from './document-parts.js';

describe('documentMarkdown', () => {
  it('writes every kind of block', () => {
    const blocks: Block[] = [
      heading(2, 'Title of ', { code: 'it' }),
      paragraph('a*b ', { strong: 'c_' }, ' ', { link: 'raw/a(b).txt', text: 'raw [1]' }),
      { kind: 'list', items: [['one'], ['two']] },
      {
        kind: 'notices',
        notices: [
          { severity: 'warning', text: 'late' },
          { severity: 'info', text: 'early' },
        ],
      },
      {
        kind: 'table',
        table: { name: 't', title: 'T', columns: [{ title: 'n', align: 'right' }], rows: [['1']] },
      },
      { kind: 'figure', figure: { name: 'f', title: 'F', description: 'rises' } },
      { kind: 'code', language: 'sh', text: 'a\n```\n' },
      { kind: 'details', summary: 'more <b>', blocks: [paragraph('inside')] },
    ];
    assert.equal(
      documentMarkdown(blocks),
      [
        '## Title of `it`',
        'a\\*b **c\\_** [raw \\[1\\]](raw/a%28b%29.txt)',
        '- one\n- two',
        '> - **Warning:** late\n> - **Note:** early',
        '| n |\n| ---: |\n| 1 |',
        '![rises](figures/f.svg)',
        '````sh\na\n```\n````',
        '<details><summary>more &lt;b&gt;</summary>',
        'inside',
        '</details>\n',
      ].join('\n\n'),
    );
  });

  it('lets no text end its block of code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', '~') }), (text) => {
        const lines = documentMarkdown([{ kind: 'code', language: '', text }])
          .trimEnd()
          .split('\n');
        assert.equal(lines.indexOf(lines[0]!, 1), lines.length - 1);
      }),
    );
  });
});
