import assert from 'node:assert/strict';
import { slimSvg } from './slim-svg.js';

const mark = (x: string, more = '') =>
  `<line${more} role="graphics-symbol" aria-roledescription="rule mark" transform="translate(${x},0)" x2="0" stroke="#888" stroke-width="1"/>`;

describe('slimSvg', () => {
  it('says once what all marks of a group have, and rounds where nobody sees it', () => {
    const svg = `<svg><g class="a">${mark('1.26')}${mark('2.0000001')}</g></svg>`;
    assert.equal(
      slimSvg(svg, false),
      '<svg><g class="a" stroke="#888" stroke-width="1"><line transform="translate(1.3,0)" x2="0"/><line transform="translate(2,0)" x2="0"/></g></svg>',
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
    assert.ok(slimSvg(`<g>${mark('1', label)}</g>`, false).includes(label));
    const cloud = `<g>${Array.from({ length: 251 }, (_, i) => mark(String(i), label)).join('')}</g>`;
    assert.ok(!slimSvg(cloud, false).includes(label));
    assert.ok(slimSvg(cloud, true).includes(label));
    assert.equal(slimSvg(`<g${label} aria-roledescription="axis"></g>`, false), '<g></g>');
  });

  it('changes no text that is shown', () => {
    const text = '<text x="1.25">1.2345 opacity="1"</text>';
    assert.equal(slimSvg(text, false), '<text x="1.3">1.2345 opacity="1"</text>');
  });
});
