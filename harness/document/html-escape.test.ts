import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeHtml } from './html-escape.js';

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const read = (html: string) => html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

describe('escapeHtml', () => {
  it('leaves nothing that begins a tag, ends an attribute or begins an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const html = escapeHtml(text);
        assert.doesNotMatch(html, /[<>"']/);
        assert.doesNotMatch(html.replace(/&(?:amp|lt|gt|quot|#39);/g, ''), /&/);
      }),
    );
  });

  it('reads back as the same text', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.equal(read(escapeHtml(text)), text)));
    assert.equal(escapeHtml('a\n\tb\u0000\u001bc'), 'a\n\tb c');
  });
});
