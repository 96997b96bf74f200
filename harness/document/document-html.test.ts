import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Block } from './document.js';
import { documentHtml } from './document-html.js';
import { heading, paragraph } from './document-parts.js';

const NONE = new Map<string, string>();
const body = (...blocks: Block[]) => documentHtml(blocks, NONE).body;

/** One of every kind of block, with the same text wherever a text may stand. */
const everywhere = (text: string): Block[] => [
  heading(1, text),
  heading(2, { code: text }, { link: text, text }),
  paragraph(text, { strong: text }, { link: `https://example.org/${text}`, text }),
  { kind: 'list', items: [[text]] },
  { kind: 'notices', notices: [{ severity: 'info', text }] },
  {
    kind: 'table',
    table: {
      name: 't',
      title: text,
      columns: [{ title: text, align: 'left' }],
      rows: [[text], [{ text, value: 1 }]],
      note: text,
    },
  },
  { kind: 'figure', figure: { name: 'f', title: text, description: text } },
  { kind: 'code', language: text, text },
  { kind: 'details', summary: text, blocks: [paragraph(text)] },
];
const TAG =
  /<\/?(?:h[1-3]|p|a|ul|li|strong|code|pre|div|table|thead|tbody|tr|th|td|span|figure|figcaption|details|summary|svg)(?: (?:id|class|href|role|aria-label|tabindex|scope|data-sort)="[^"<>]*")*>/g;

describe('documentHtml', () => {
  it('writes every kind of block', () => {
    assert.equal(
      body(heading(2, 'A ', { code: 'b' })),
      '<h2 id="_a-b"><a href="#_a-b">A <code>b</code></a></h2>',
    );
    assert.equal(
      body(paragraph('see ', { link: 'raw/', text: 'raw' }, ' ', { strong: 's' })),
      '<p>see <a href="raw/">raw</a> <strong>s</strong></p>',
    );
    assert.equal(
      body({ kind: 'notices', notices: [{ severity: 'warning', text: 'late' }] }),
      '<ul class="notices"><li class="warning"><strong>Warning:</strong> late</li></ul>',
    );
    assert.equal(
      body({ kind: 'details', summary: 'more', blocks: [{ kind: 'list', items: [['x']] }] }),
      '<details id="_more"><summary>more</summary>\n<ul><li>x</li></ul>\n</details>',
    );
    const figure: Block = { kind: 'figure', figure: { name: 'f', title: 'F', description: 'rises' } };
    assert.match(
      documentHtml([figure], new Map([['f', '<svg></svg>']])).body,
      /aria-label="Figure: F" tabindex="0"><svg><\/svg><\/div>\n<figcaption>rises <a href="#figure_f">/,
    );
    assert.throws(() => body(figure), { name: 'RangeError', message: /no picture for figure f$/ });
  });

  it('gives equal headings different anchors', () => {
    const { anchors } = documentHtml([heading(2, 'x y'), heading(2, 'x-y'), heading(3, 'x y')], NONE);
    assert.deepEqual(
      anchors.map(({ id, level }) => [id, level]),
      [
        ['_x-y', 2],
        ['_x-y_2', 2],
        ['_x-y_3', 3],
      ],
    );
  });

  it('sets no link into a link, and none that would run something', () => {
    assert.equal(body(heading(2, { link: 'a', text: 'b' })), '<h2 id="_b"><a href="#_b">b</a></h2>');
    assert.equal(body(paragraph({ link: 'javascript:alert(1)', text: 'b' })), '<p>b</p>');
  });

  it('leaves no tag or attribute of any text standing', () => {
    const check = (text: string) => {
      const html = documentHtml(everywhere(text), new Map([['f', '<svg></svg>']])).body;
      assert.doesNotMatch(html.replace(TAG, ''), /[<>]/);
    };
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', '\n', 'a', 'script'),
    });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check));
    fc.assert(fc.property(hostile, check));
    check('<script>alert(1)</script>');
    check('" onload="alert(1)');
  });
});
