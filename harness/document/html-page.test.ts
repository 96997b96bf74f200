import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { htmlPage, type Page } from './html-page.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const page: Page = {
  title: 'run <1>',
  body: '<p>x</p>',
  anchors: [
    { id: '_top', level: 1, text: ['Top'] },
    { id: '_a', level: 2, text: ['A & ', { code: 'a' }] },
    { id: '_b', level: 3, text: [{ link: 'x', text: 'B' }] },
    { id: '_c', level: 2, text: ['C'] },
  ],
};
const html = htmlPage(page, { script: 'sort()', sha256 });
const inside = (tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)![1]!;

describe('htmlPage', () => {
  it('lets the browser run its own script and style and load nothing', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      `script-src 'sha256-${sha256(inside('script'))}'`,
      `style-src 'sha256-${sha256(inside('style'))}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.doesNotMatch(html, /\bsrc=|<link|@import|url\(/);
  });

  it('has a title, a viewport and a table of contents', () => {
    assert.equal(inside('title'), 'run &lt;1&gt;');
    assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
    assert.match(
      html,
      /<nav aria-label="Contents"><ol><li><a href="#_a">A &amp; <code>a<\/code><\/a><details><summary>1 part<\/summary><ol><li><a href="#_b">B<\/a><\/li><\/ol><\/details><\/li>\n<li><a href="#_c">C<\/a><\/li><\/ol><\/nav>/,
    );
  });

  it('refuses a script that would end its own element', () => {
    const script = 'x = "</SCRIPT>"';
    assert.throws(() => htmlPage(page, { script, sha256 }), { name: 'RangeError' });
  });
});
