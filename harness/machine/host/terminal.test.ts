import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printable } from './terminal.js';

describe('printable', () => {
  it('shows what a terminal would obey', () => {
    assert.equal(
      printable('\u001b[2Jclear\u0007 \u009b31m \u007f'),
      '\\u001b[2Jclear\\u0007 \\u009b31m \\u007f',
    );
    assert.equal(printable('a\rb'), 'a\\u000db');
    assert.equal(printable('one\u202etwo'), 'one\\u202etwo');
  });

  it('leaves words, tabs and line ends', () => {
    for (const text of ['a\tb\nc\n', 'größer → 1,5 × µs – “so”', '🧪']) assert.equal(printable(text), text);
    assert.equal(printable('a\r\nb'), 'a\nb');
  });

  it('leaves JSON what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.deepEqual(JSON.parse(printable(JSON.stringify({ text }))), { text });
      }),
    );
  });
});
