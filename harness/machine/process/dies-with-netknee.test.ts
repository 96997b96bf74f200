import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { dyingWithNetknee } from './dies-with-netknee.js';

describe('dyingWithNetknee', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netknee-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('runs the command as it stands, words with blanks and all', async () => {
    const [file, ...words] = await dyingWithNetknee('KILL', ['printf', '%s|', 'a b', '$HOME', '-e']);
    assert.equal((await execa(file as string, words)).stdout, 'a b|$HOME|-e|');
  });

  it('does not begin a command whose netknee was killed before the signal was asked for', async () => {
    const begun = join(folder, 'begun');
    const words = await dyingWithNetknee('KILL', ['touch', begun]);
    // Another process is its parent: so it looks when netknee is gone and init has taken its child.
    await execa('sh', ['-c', '"$@" || true', 'sh', ...words]);
    assert.equal(existsSync(begun), false);
  });
});
