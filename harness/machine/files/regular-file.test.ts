import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { openRegular, readText, readTextIfThere } from './regular-file.js';

describe('regular files', () => {
  const here = sandbox();
  const refused = (path: string, words: RegExp, exit: number = EXIT.io) =>
    assert.rejects(openRegular(path), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, exit);
      assert.match(error.message, words);
      return true;
    });

  it('are read, also through a link', async () => {
    writeFileSync(here.path('a'), 'text\n');
    symlinkSync('a', here.path('b'));
    assert.equal(await readText(here.path('b')), 'text\n');
  });

  it('are not folders, FIFOs, sockets or devices, none of which is waited for', async () => {
    mkdirSync(here.path('folder'));
    await execa('mkfifo', [here.path('fifo')]);
    const server = createServer().listen(here.path('socket'));
    try {
      for (const path of [
        ...['folder', 'fifo', 'socket'].map((name) => here.path(name)),
        '/dev/zero',
        '/dev/tty',
      ]) {
        await refused(path, /can't be read: it is not a regular file/);
      }
    } finally {
      server.close();
    }
  });

  it('that are not there, or whose links lead round, are said in words', async () => {
    await refused(here.path('none'), /there is no such file/, EXIT.usage);
    symlinkSync('round', here.path('round'));
    await refused(here.path('round'), /links lead round/);
    writeFileSync(here.path('file'), '');
    await refused(here.path('file/below'), /a part of its path is not a folder/, EXIT.usage);
    assert.equal(await readTextIfThere(here.path('none')), undefined);
    await assert.rejects(readTextIfThere(here.path('round')), Failure);
  });

  it('are not read when they are larger than any could be', async () => {
    writeFileSync(here.path('large'), '');
    truncateSync(here.path('large'), 5e9);
    await assert.rejects(readText(here.path('large')), /5,000,000,000 bytes/);
  });
});
