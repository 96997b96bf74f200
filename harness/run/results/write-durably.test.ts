import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { writeDurably } from './write-durably.js';

describe('writeDurably', () => {
  const here = sandbox();

  it('replaces a file as one act and leaves nothing beside it', async () => {
    writeFileSync(here.path('tmp/file'), 'old');
    await writeDurably(here.path('tmp/file'), 'new');
    assert.equal(readFileSync(here.path('tmp/file'), 'utf8'), 'new');
    assert.deepEqual(readdirSync(here.path('tmp')), ['file']);
  });

  it('writes through no link, neither at its name nor at the one it writes aside', async () => {
    for (const name of ['file', 'file.new']) {
      writeFileSync(here.path('elsewhere'), 'mine');
      symlinkSync(here.path('elsewhere'), here.path('tmp', name));
      await writeDurably(here.path('tmp/file'), 'new');
      assert.equal(readFileSync(here.path('elsewhere'), 'utf8'), 'mine');
      assert.equal(readFileSync(here.path('tmp/file'), 'utf8'), 'new');
    }
  });
});
