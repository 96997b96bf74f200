import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readAhead } from './page-cache.js';

const MB = 1024 * 1024;

/** Bytes of a file that are in the page cache, by util-linux. */
async function cached(path: string): Promise<number> {
  const { stdout } = await execa('fincore', ['--bytes', '--noheadings', '--output', 'RES', path]);
  return Number(stdout.trim());
}

describe('reading ahead', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netknee-ahead-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('puts a file into the page cache that only its disk had', async function () {
    const path = join(folder, 'image');
    await writeFile(path, randomBytes(16 * MB));
    await execa('sync', [path]);
    // Asks the kernel to forget the file's pages.
    await execa('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
    if ((await cached(path)) > 8 * MB) {
      console.log('      skipped: this file system keeps everything in memory');
      return this.skip();
    }
    await readAhead([path]);
    assert.equal(await cached(path), 16 * MB);
  });

  it('leaves it to QEMU to say what is not there, and reads what is', async () => {
    const path = join(folder, 'small');
    await writeFile(path, 'x');
    await assert.doesNotReject(readAhead([join(folder, 'absent'), path]));
  });
});
