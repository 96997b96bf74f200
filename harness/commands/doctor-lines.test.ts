import assert from 'node:assert/strict';
import type { Finding } from '../run/requirements/finding.js';
import { doctorLines } from './doctor-lines.js';

const ok: Finding = { what: 'git', state: 'ok', detail: '/usr/bin/git' };
const install = 'sudo apt-get install --no-install-recommends mmdebstrap e2fsprogs';
const missing: Finding[] = ['mmdebstrap', 'mke2fs'].map((what) => ({
  what,
  state: 'missing',
  detail: 'not found',
  remedy: install,
}));
const note: Finding = {
  what: 'provider vagrant',
  state: 'note',
  detail: 'not usable: no vagrant',
  remedy: 'sudo apt-get install vagrant',
};

describe('doctorLines', () => {
  it('ends a perfect machine without a remedy', () => {
    const text = doctorLines([ok, note], 80);
    assert.match(text, /\nnothing is missing$/);
    assert.doesNotMatch(text, /^\s*sudo/m);
  });

  it('has each remedy once, with the rows it is for', () => {
    const text = doctorLines([ok, ...missing], 80);
    assert.match(text, new RegExp(`missing: mmdebstrap, mke2fs\nfor mmdebstrap, mke2fs:\n {2}${install}$`));
  });

  it('breaks what was found between words, so that no line of the table is wider than the terminal', () => {
    const long = { ...ok, detail: 'word '.repeat(60).trim() };
    for (const columns of [60, 80, 120]) {
      const lines = doctorLines([long, note], columns).split('\n');
      assert.ok(
        lines.every((line) => line.length <= columns),
        lines.join('\n'),
      );
      assert.equal(lines.join(' ').match(/\bword\b/g)?.length, 60);
    }
  });
});
