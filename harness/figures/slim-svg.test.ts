import assert from 'node:assert/strict';
import { slimSvg } from './slim-svg.js';

const mark = (x: string, more = '') =>
  `<line${more} role="graphics-symbol" aria-roledescription="rule mark" transform="translate(${x},0)" x2="0" stroke="#888" stroke-width="1"/>`;

describe('slimSvg', () => {
  it('says once what all marks of a group have, and rounds where nobody sees it', () => {
    const svg = `<svg><g class="a">${mark('1.26')}${mark('2.0000001')}</g></svg>`;
    assert.equal(
      slimSvg(svg, false),
      '<svg><g stroke="#888" stroke-width="1"><line transform="translate(1.3,0)"/><line transform="translate(2,0)"/></g></svg>',
    );
  });

  it('keeps what differs, what the group has of its own, and a mark that is alone', () => {
    const two = '<g stroke="#000"><line stroke="#888"/><line stroke="#888"/></g>';
    assert.equal(slimSvg(two, false), two);
    const different = '<g><line stroke="#888"/><line stroke="#777"/></g>';
    assert.equal(slimSvg(different, false), different);
    const alone = '<g><line stroke="#888"/></g>';
    assert.equal(slimSvg(alone, false), alone);
  });

  it('keeps the labels of marks, but for clouds of them and scales', () => {
    const label = ' aria-label="rules: 5"';
    assert.match(slimSvg(`<svg>${mark('1', label)}</svg>`, false), / data-at="0\.0"/);
    const cloud = `<svg>${Array.from({ length: 251 }, (_, i) => mark(String(i), label)).join('')}</svg>`;
    assert.doesNotMatch(slimSvg(cloud, false), /rules|data-at/);
    assert.ok(slimSvg(cloud, true).includes(label));
    assert.equal(slimSvg(`<svg${label} aria-roledescription="axis"></svg>`, false), '<svg></svg>');
  });

  it('says names and values of labels once, escaped signs in them too', () => {
    const labels = ['rules: 5; p99 (ms): 1; path a &amp; b', 'rules: 5; p99 (ms): 7; path a &amp; b'];
    const [, names, values] = slimSvg(
      `<svg>${labels.map((label) => mark('1', ` aria-label="${label}"`)).join('')}</svg>`,
      false,
    ).match(
      /^<svg data-names="([^"]*)" data-values="([^"]*)"><line data-at="0\.0 1\.1 2\.2" .*data-at="0\.0 1\.3 2\.2"/,
    )!;
    assert.deepEqual([names, values], ['rules&#10;p99 (ms)&#10;', '5&#10;1&#10;path a &amp; b&#10;7']);
  });

  it('leaves out texts that are not to be seen, and classes unless a script looks for them', () => {
    const svg = '<svg><text class="a" opacity="0">20,000</text><text class="a" opacity="0.5">5</text></svg>';
    assert.equal(slimSvg(svg, false), '<svg><text opacity="0.5">5</text></svg>');
    assert.match(slimSvg(svg, true), /class="a"/);
  });

  it('changes no text that is shown', () => {
    const text = '<text x="1.25">1.2345 opacity="1"</text>';
    assert.equal(slimSvg(text, false), '<text x="1.3">1.2345 opacity="1"</text>');
    const words = ['a fill="red"', 'b'].map((word) => `<text fill="red">${word}</text>`).join('');
    assert.equal(
      slimSvg(`<g>${words}</g>`, false),
      '<g fill="red"><text>a fill="red"</text><text>b</text></g>',
    );
  });
});
