import assert from 'node:assert/strict';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { needRoot } from '../../probes/compile.testing.js';
import { netkneeVersion } from './version.js';

describe('netkneeVersion', () => {
  const here = sandbox();
  const COMMIT = /^[0-9a-f]{40}$/;

  /** A folder with a package.json, and a repository of one commit in `repository`. */
  async function checkout(repository: string, folder = repository): Promise<string> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"version": "1.2.3"}');
    writeFileSync(join(repository, 'file'), 'one');
    const git = (...argv: string[]) =>
      execa('git', ['-C', repository, '-c', 'user.name=n', '-c', 'user.email=a@b.c', ...argv]);
    await git('init', '-q');
    await git('add', '.');
    await git('commit', '-qm', 'one');
    return folder;
  }

  it('names the commit of its own checkout, and says when files differ from it', async () => {
    const folder = await checkout(here.path('own'));
    const { version, commit } = await netkneeVersion(folder);
    assert.equal(version, '1.2.3');
    assert.match(commit, COMMIT);
    writeFileSync(join(folder, 'file'), 'two');
    assert.equal((await netkneeVersion(folder)).commit, `${commit}-dirty`);
  });

  it('takes no commit of a repository that it was merely unpacked in', async () => {
    const folder = await checkout(here.path('other'), here.path('other', 'vendor/netknee'));
    assert.equal((await netkneeVersion(folder)).commit, 'unknown');
  });

  it('reads a checkout whoever owns it, and whatever repository a hook’s environment names', async function () {
    needRoot(this);
    const folder = await checkout(here.path('theirs'));
    for (const path of ['.', '.git']) chownSync(join(folder, path), 1234, 1234);
    process.env.GIT_DIR = here.path('nowhere');
    try {
      assert.match((await netkneeVersion(folder)).commit, COMMIT);
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('says what was written down when it was packed', async () => {
    const folder = here.path('packed');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"version": "1.2.3"}');
    const commit = 'c'.repeat(40);
    writeFileSync(join(folder, 'dist/commit.json'), JSON.stringify({ commit, dirty: false }));
    assert.equal((await netkneeVersion(folder)).commit, commit);
  });
});
