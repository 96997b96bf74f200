import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import { sha256File } from '../files/digest.js';
import { sandbox } from '../host/sandbox.testing.js';
import { makeImage } from './ext4-image.js';

const OPTIONS = { sizeSlackMb: 8, uuid: '6e65746b-6e65-6500-0000-000000000009' };
const LONG = 'x'.repeat(200);

describe('makeImage', () => {
  const here = sandbox();
  const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

  const debugfs = async (image: string, command: string) =>
    (await execa('debugfs', ['-R', command, image], { env })).stdout;

  /** The same folder, made in this order and with these times. */
  async function folder(name: string, order: 'up' | 'down', mtimeS: number): Promise<string> {
    const files: Record<string, string> = {
      'a "b" c': 'quoted',
      empty: '',
      'in/deep/file': 'text',
      zeros: '\0'.repeat(9000),
    };
    const names = Object.keys(files);
    await mkdir(here.path(name, 'in/deep'), { recursive: true });
    for (const one of order === 'up' ? names : names.reverse()) {
      await writeFile(here.path(name, one), files[one] as string);
      await utimes(here.path(name, one), mtimeS, mtimeS);
    }
    await chmod(here.path(name, 'in/deep/file'), 0o4711);
    await chmod(here.path(name, 'in'), 0o1777);
    await symlink(`../${LONG}`, here.path(name, 'in/link'));
    return here.path(name);
  }

  it('is the same whenever and in whatever order a folder was made', async () => {
    const [one, two] = [here.path('one.ext4'), here.path('two.ext4')];
    await makeImage(await folder('one', 'up', 1_000_000_000), one, OPTIONS);
    await makeImage(await folder('two', 'down', 1_500_000_000), two, OPTIONS);
    assert.equal(await sha256File(one), await sha256File(two));
    await writeFile(here.path('two/in/deep/file'), 'Text');
    await makeImage(here.path('two'), here.path('three.ext4'), OPTIONS);
    assert.notEqual(await sha256File(one), await sha256File(here.path('three.ext4')));
  });

  it('holds contents, modes and links, owned by root', async () => {
    const image = here.path('one.ext4');
    await makeImage(await folder('one', 'up', 1), image, OPTIONS);
    assert.equal(await debugfs(image, 'cat "a ""b"" c"'), 'quoted');
    assert.equal(await debugfs(image, 'cat in/deep/file'), 'text');
    assert.equal((await debugfs(image, 'cat zeros')).length, 9000);
    assert.match(await debugfs(image, 'stat in/deep/file'), /Mode: +04711 [\s\S]*User: +0 +Group: +0 /);
    assert.match(await debugfs(image, 'stat in'), /Type: directory +Mode: +01777 /);
    assert.match(await debugfs(image, 'cat in/link'), new RegExp(`${LONG}$`));
    const { stdout } = await execa('e2fsck', ['-fn', image], { env });
    assert.match(stdout, /Pass 5/);
  });

  it('has one time for everything, and is never due for a check', async () => {
    const image = here.path('one.ext4');
    await makeImage(await folder('one', 'up', 1), image, OPTIONS);
    const { stdout } = await execa('dumpe2fs', ['-h', image], { env });
    assert.match(stdout, /Maximum mount count: +-1$/m);
    assert.match(stdout, /Check interval: +0 /m);
    const times = [...stdout.matchAll(/^(?:Filesystem created|Last checked|Last write time): +(.*)$/gm)];
    assert.deepEqual([times.length, new Set(times.map(([, time]) => time)).size], [3, 1]);
    const inode = await debugfs(image, 'stat empty');
    const ofFile = [...inode.matchAll(/^ ?(?:cr|c|a|m)time: (0x[0-9a-f]+):/gm)].map(([, time]) => time);
    assert.deepEqual(new Set(ofFile), new Set([`0x${(1_700_000_000).toString(16)}`]));
  });

  it('refuses what an image can’t hold, and an image too small', async () => {
    const refused = (name: string, problem: RegExp) =>
      assert.rejects(
        makeImage(here.path(name), here.path('image.ext4'), { ...OPTIONS, sizeSlackMb: 1 }),
        (error) => error instanceof Failure && problem.test(`${error.message}\n${error.details.tail}`),
      );
    await mkdir(here.path('pipe'));
    await execa('mkfifo', [here.path('pipe/p')]);
    await refused('pipe', /pipe\/p is neither file, folder nor link/);
    await mkdir(here.path('lines'));
    await writeFile(here.path('lines/a\nb'), '');
    await refused('lines', /no image takes the name/);
    await mkdir(here.path('big'));
    for (let i = 0; i < 120; i++) await writeFile(here.path('big', `${i}`), `${i}`.repeat(20));
    await refused('big', /could not be filled[\s\S]*(space|inode)/i);
  });
});
