import assert from 'node:assert/strict';
import { parseNeeds } from './needs-guest.js';

describe('parseNeeds', () => {
  it('reads what is missing, as a console writes lines', () => {
    assert.deepEqual(parseNeeds('missing nft\r\nno-module nf_tables\r\nmissing awk\r\nasked\r\n'), {
      programs: ['nft', 'awk'],
      modules: ['nf_tables'],
    });
    assert.deepEqual(parseNeeds('asked\n'), { programs: [], modules: [] });
  });

  it('takes no answer that was cut off', () => {
    assert.equal(parseNeeds('missing nft\n'), undefined);
    assert.equal(parseNeeds(''), undefined);
  });
});
