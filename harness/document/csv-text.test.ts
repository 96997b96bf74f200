import assert from 'node:assert/strict';
import { csvText, spreadsheetCell } from './csv-text.js';

describe('csvText', () => {
  it('lets no cell become a formula of a spreadsheet', () => {
    for (const text of [
      '=1+1',
      '+A1',
      '-A1',
      '@SUM(A1)',
      '=cmd|" /C calc"!A0',
      '\t=1',
      '\r=1',
      '--boots 6',
    ]) {
      assert.equal(spreadsheetCell(text), `'${text}`);
    }
  });

  it('has nothing that a terminal obeys', () => {
    assert.equal(spreadsheetCell('a\u001b[2J\u0007b\u009bc'), 'a [2J b c');
    assert.equal(spreadsheetCell('\u0000=1+1'), ' =1+1');
  });

  it('leaves numbers, words and what is in the middle of a cell', () => {
    for (const text of ['-208.0125', '+3', '1e-7', '-1e+21', '', 'a=b', 'control', '−193', '–']) {
      assert.equal(spreadsheetCell(text), text);
    }
  });

  it('quotes what would end a cell', () => {
    assert.equal(csvText([['a,b', 'c"d', '=x']]), '"a,b","c""d",\'=x\n');
  });
});
