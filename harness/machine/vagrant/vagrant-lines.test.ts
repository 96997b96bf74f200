import assert from 'node:assert/strict';
import { lastOf, parseVagrantLine, saidTo, type VagrantLine } from './vagrant-lines.js';

describe('vagrant --machine-readable', () => {
  it('reads target, type and data, commas and line ends among them', () => {
    const line = '1795335477,default,ui,error,Not ready%!(VAGRANT_COMMA) it says.\\nTry again.';
    assert.deepEqual(parseVagrantLine(line), {
      target: 'default',
      type: 'ui',
      data: ['error', 'Not ready, it says.\nTry again.'],
    });
    assert.deepEqual(parseVagrantLine('1795335476,,action'), { target: '', type: 'action', data: [] });
  });

  it('leaves what is no such line', () => {
    for (const text of ['', 'Vagrant failed to initialize', 'a,b,c', '12,default', '12,default,']) {
      assert.equal(parseVagrantLine(text), undefined, text);
    }
  });

  it('finds the last of a type, and what was said to people', () => {
    const lines = [
      '1,,ui,info,one',
      '2,d,state,off',
      '3,,ui,error,two%!(VAGRANT_COMMA) three',
      '4,d,state,running',
    ]
      .map(parseVagrantLine)
      .filter((line): line is VagrantLine => line !== undefined);
    assert.deepEqual(lastOf(lines, 'state'), ['running']);
    assert.equal(lastOf(lines, 'nothing'), undefined);
    assert.equal(saidTo(lines), 'one\ntwo, three');
  });
});
