import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeLatex } from './latex-escape.js';

/** All that an escaped text may consist of: plain characters, escaped ones, words, groups and maths of the table. */
const CLEAN =
  /^(?:[A-Za-z0-9 !()+./:;=?@\],'`~-]|\\[{}$&#_%,]|\\text[a-z]+\{\}|\\`\{\}|\\S\{\}|\\ldots\{\}|\{(?:''|[-,'[*])\}|\$(?:-|\^[23]|\^?\\[a-zA-Z]+)\$)*$/;

describe('escapeLatex', () => {
  it('maps what TeX would read and what the house prints', () => {
    assert.equal(escapeLatex('50 % of a_b & c'), '50 \\% of a\\_b \\& c');
    assert.equal(escapeLatex('a\\b{c}'), 'a\\textbackslash{}b\\{c\\}');
    assert.equal(escapeLatex('−2.58 µs (1–2) r² 17×'), '$-$2.58 $\\mu$s (1--2) r$^2$ 17$\\times$');
    assert.equal(
      escapeLatex('p99 ≫ p50 … “x” → boots’'),
      "p99 $\\gg$ p50 \\ldots{} ``x'' $\\rightarrow$ boots'",
    );
  });

  it('keeps signs apart that would melt into one, and plain ones plain', () => {
    assert.equal(escapeLatex('run --seed'), 'run {-}{-}seed');
    assert.equal(escapeLatex('12,346 netns-create'), '12,346 netns-create');
    assert.equal(escapeLatex("it''s"), "it{'}{'}s");
  });

  it('keeps a row’s first bracket or star out of the row end’s options', () => {
    assert.equal(escapeLatex('[86–87]*'), '{[}86--87]{*}');
  });

  it('drops accents, replaces what it does not know, and removes control characters', () => {
    assert.equal(escapeLatex('Jörg 日 ﬁ'), 'Jorg ? fi');
    assert.equal(escapeLatex('a\u001b[2J\nb\u0085c'), 'a {[}2J b c');
  });

  it('leaves no special character bare', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.match(escapeLatex(text), CLEAN)));
    const specials = fc.string({ unit: fc.constantFrom(...'\\{}$&#_%^~<>|`"-\',[]*–µ a') });
    fc.assert(fc.property(specials, (text) => assert.match(escapeLatex(text), CLEAN)));
  });
});
