import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/netknee.testing.js';
import { hasModule } from './has-module.js';

describe('hasModule', () => {
  it('tells a loaded module, one that is built in, and one that is neither, without loading any', async () => {
    const folder = await temporaryFolder();
    const places = { sys: join(folder, 'sys'), modules: folder, proc: join(folder, 'modules.txt') };
    await mkdir(join(places.sys, 'loaded_one'), { recursive: true });
    await writeFile(places.proc, '');
    assert.match(JSON.stringify(await hasModule('built_in', places)), /asking would load it/);
    await writeFile(join(folder, 'modules.builtin'), 'kernel/net/built-in.ko\n');
    const found = await Promise.all(['loaded_one', 'built_in', 'neither'].map((name) => hasModule(name, places)));
    assert.deepEqual(found, [true, true, false]);
  });
});
