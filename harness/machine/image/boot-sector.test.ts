import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { sandbox } from '../host/sandbox.testing.js';
import { NAMED_ROOT, nameDisk, wholeDiskTable } from './boot-sector.js';
import { makeImage } from './ext4-image.js';

describe('nameDisk', () => {
  const here = sandbox();
  const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

  it('makes one partition of the whole disk, under the name that the kernel is told', async () => {
    const image = here.path('root.ext4');
    await mkdir(here.path('tree'));
    await writeFile(here.path('tree/file'), 'text');
    const uuid = '00000000-0000-0000-0000-000000000001';
    await makeImage(here.path('tree'), image, { sizeSlackMb: 8, uuid });
    const before = await readFile(image);
    await nameDisk(image);
    const { stdout } = await execa('partx', ['-g', '-b', '-o', 'UUID,START,SIZE', image], { env });
    assert.deepEqual(stdout.trim().split(/ +/), [
      NAMED_ROOT.replace('PARTUUID=', ''),
      '0',
      String(before.length),
    ]);
    assert.ok((await readFile(image)).subarray(512).equals(before.subarray(512)));
    await execa('e2fsck', ['-fn', image], { env });
  });

  it('has the mark of a table, and no second partition', () => {
    const table = wholeDiskTable(7);
    assert.deepEqual([table.length, table[510], table[511]], [512, 0x55, 0xaa]);
    assert.ok(table.subarray(0x1ce, 0x1fe).every((byte) => byte === 0));
  });
});
