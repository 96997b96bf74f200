import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import type { Artifact } from '../../types.js';
import { sha256Folder } from '../files/digest.js';
import { sandbox } from '../host/sandbox.testing.js';
import { exportImage, importImage } from './image-archive.js';
import type { Stored } from './store.js';

const signal = new AbortController().signal;
const refused = (words: RegExp) => (error: unknown) =>
  error instanceof Failure &&
  error.details.exit === EXIT.usage &&
  words.test(`${error.message} ${error.details.tail ?? ''}`);

describe('an image carried to another machine', function () {
  this.timeout(20_000);
  const here = sandbox();

  function stored(kind: Artifact['kind'], name: string): Stored {
    const inputsSha256 = '0123456789abcdef'.repeat(4);
    const folder = here.path('store', kind, `${name}-0123456789abcdef`);
    mkdirSync(join(folder, 'tree'), { recursive: true });
    const artifact: Artifact = { name, kind, inputsSha256, sha256: '1'.repeat(64), details: {} };
    writeFileSync(join(folder, 'artifact.json'), JSON.stringify(artifact));
    writeFileSync(join(folder, 'tree', 'file'), `of ${name}`, { mode: 0o755 });
    symlinkSync('file', join(folder, 'tree', 'link'));
    writeFileSync(join(folder, 'root.ext4'), 'x');
    truncateSync(join(folder, 'root.ext4'), 4 * 1024 * 1024);
    return { artifact, folder };
  }

  async function exported(): Promise<string> {
    const file = here.path('image.tar.gz');
    await exportImage(file, [stored('rootfs', 'bookworm'), stored('variant', 'mine')], signal);
    return file;
  }

  /** The archive with a change to its unpacked contents. */
  async function changed(change: (work: string) => void): Promise<string> {
    const file = await exported();
    const work = here.path('work');
    mkdirSync(work);
    await execa('tar', ['-xzf', file, '-C', work]);
    change(work);
    await execa('tar', ['-czf', file, '-C', work, ...readdirSync(work)]);
    return file;
  }

  it('arrives whole, with rights, links and holes', async () => {
    const { added } = await importImage(await exported(), here.path('other'), signal);
    assert.deepEqual(added, ['rootfs/bookworm-0123456789abcdef', 'variant/mine-0123456789abcdef']);
    const folder = here.path('other', added[0]!);
    assert.equal(readFileSync(join(folder, 'tree', 'link'), 'utf8'), 'of bookworm');
    assert.equal(statSync(join(folder, 'tree', 'file')).mode & 0o777, 0o755);
    assert.equal(statSync(join(folder, 'root.ext4')).size, 4 * 1024 * 1024);
    assert.ok(statSync(join(folder, 'root.ext4')).blocks < 1000);
    assert.deepEqual(readdirSync(here.path('other', 'making')), []);
  });

  it('leaves what stands already', async () => {
    const file = await exported();
    await importImage(file, here.path('other'), signal);
    const { added, known } = await importImage(file, here.path('other'), signal);
    assert.deepEqual([added, known.length], [[], 2]);
  });

  it('is refused whole when one byte is another', async () => {
    const file = await changed((work) =>
      writeFileSync(join(work, 'variant/mine-0123456789abcdef/tree/file'), 'bad'),
    );
    await assert.rejects(
      importImage(file, here.path('other'), signal),
      refused(/variant\/mine.* is not what was exported/),
    );
    assert.equal(existsSync(here.path('other', 'rootfs')), false);
  });

  it('is refused when it holds more than it tells, or tells of places elsewhere', async () => {
    const more = await changed((work) => mkdirSync(join(work, 'variant', 'strange')));
    await assert.rejects(
      importImage(more, here.path('other'), signal),
      refused(/what it does not tell: variant\/strange/),
    );
    const list = here.path('work', 'netknee-image.json');
    writeFileSync(list, readFileSync(list, 'utf8').replace('"rootfs/', '"../../rootfs/'));
    await execa('tar', ['-czf', more, '-C', here.path('work'), ...readdirSync(here.path('work'))]);
    await assert.rejects(
      importImage(more, here.path('other'), signal),
      refused(/no image that this netknee exported/),
    );
  });

  it('is refused when a folder is not what it says, or leads elsewhere', async () => {
    const folder = 'variant/mine-0123456789abcdef';
    const told = (work: string) => {
      const path = join(work, 'netknee-image.json');
      const contents = JSON.parse(readFileSync(path, 'utf8'));
      return { contents, write: () => writeFileSync(path, JSON.stringify(contents)) };
    };
    /** A change that the digests go along with: whoever makes an archive makes them. */
    const knowing = (change: (at: string) => void) => async (work: string) => {
      change(join(work, folder));
      const { contents, write } = told(work);
      for (const one of contents.folders) one.sha256 = await sha256Folder(join(work, one.path));
      write();
    };
    const record = (more: object) => (at: string) => {
      const path = join(at, 'artifact.json');
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...more }));
    };
    for (const [change, words] of [
      [record({ name: '../../x' }), /mine-0123456789abcdef is no artifact of netknee .*name/s],
      [record({ name: 'other' }), /stands in the place of another/],
      [record({ kind: 'rootfs' }), /stands in the place of another/],
      [record({ details: { module: '../../../etc/x' } }), /is no artifact .*module/s],
      [record({ details: { a: 1 } }), /is no artifact .*details/s],
      [(at: string) => writeFileSync(join(at, 'artifact.json'), '{'), /is no JSON/],
      [(at: string) => rmSync(join(at, 'artifact.json')), /is no artifact .*no such file/s],
      [(at: string) => symlinkSync('/etc/passwd', join(at, 'ip')), /ip is a link/],
    ] as const) {
      for (const name of ['work', 'store']) rmSync(here.path(name), { recursive: true, force: true });
      const file = await exported();
      const work = here.path('work');
      mkdirSync(work);
      await execa('tar', ['-xzf', file, '-C', work]);
      await knowing(change)(work);
      await execa('tar', ['-czf', file, '-C', work, ...readdirSync(work)]);
      await assert.rejects(importImage(file, here.path('other'), signal), refused(words));
      assert.equal(existsSync(here.path('other', folder)), false);
    }
  });

  it('says so when the file is none', async () => {
    await assert.rejects(
      importImage(here.path('nothing'), here.path('other'), signal),
      refused(/can't be read/),
    );
    writeFileSync(here.path('text'), 'hello');
    await assert.rejects(
      importImage(here.path('text'), here.path('other'), signal),
      refused(/could not be unpacked/),
    );
  });
});
