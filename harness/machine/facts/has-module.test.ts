import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasModule } from './has-module.js';

describe('hasModule', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netknee-test-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('tells a loaded module, one that is built in, and one that is neither, without loading any', async () => {
    const places = { sys: join(folder, 'sys'), modules: folder, proc: join(folder, 'modules.txt') };
    await mkdir(join(places.sys, 'loaded_one'), { recursive: true });
    await writeFile(places.proc, '');
    assert.match(JSON.stringify(await hasModule('built_in', places)), /asking would load it/);
    await writeFile(join(folder, 'modules.builtin'), 'kernel/net/built-in.ko\n');
    const found = await Promise.all(
      ['loaded_one', 'built_in', 'neither'].map((name) => hasModule(name, places)),
    );
    assert.deepEqual(found, [true, true, false]);
  });
});
