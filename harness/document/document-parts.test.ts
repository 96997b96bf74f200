import assert from 'node:assert/strict';
import { inlineText, isSafeLink, joinInlines } from './document-parts.js';

describe('joinInlines', () => {
  it('sets the words between lists only', () => {
    assert.deepEqual(joinInlines([[{ code: 'a' }], ['b', 'c']], ', '), [{ code: 'a' }, ', ', 'b', 'c']);
    assert.deepEqual(joinInlines([], ', '), []);
  });
});

describe('inlineText', () => {
  it('keeps the words of every kind of piece', () => {
    assert.equal(inlineText(['a ', { code: 'b' }, { strong: ' c' }, { link: 'x', text: ' d' }]), 'a b c d');
  });
});

describe('isSafeLink', () => {
  it('leads to files of the results, places of the page and the web', () => {
    for (const target of ['raw/a.txt', '#top', 'https://example.org/x:y', 'manifest.json', '../README.md']) {
      assert.ok(isSafeLink(target), target);
    }
  });

  it('refuses schemes that run or embed something', () => {
    const targets = [
      'javascript:alert(1)',
      'data:text/html,x',
      ' javascript:x',
      'java\nscript:x',
      'file:///x',
    ];
    for (const target of [...targets, '//example.org', '']) assert.ok(!isSafeLink(target), target);
  });
});
