import assert from 'node:assert/strict';
import { mkdir, rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { sandbox } from '../host/sandbox.testing.js';
import { sha256File, sha256Folder, sha256Text, sha256Value } from './digest.js';

/** By sha256sum. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('digests', () => {
  const here = sandbox();

  it('are those of sha256sum', async () => {
    await writeFile(here.path('abc'), 'abc');
    assert.deepEqual([sha256Text('abc'), await sha256File(here.path('abc'))], [ABC, ABC]);
  });

  it('of values do not depend on the order of keys', () => {
    assert.equal(sha256Value({ a: 1, b: { c: 2, d: 3 } }), sha256Value({ b: { d: 3, c: 2 }, a: 1 }));
    assert.notEqual(sha256Value({ a: 1 }), sha256Value({ a: '1' }));
  });

  it('of folders change with every name, content and link, and with nothing else', async () => {
    const at = (name: string) => here.path('folder', name);
    await mkdir(at('inner'), { recursive: true });
    await writeFile(at('inner/a'), 'one');
    await symlink('inner', at('link'));
    const seen = [await sha256Folder(here.path('folder'))];
    const change = async (act: () => Promise<unknown>) => {
      await act();
      seen.push(await sha256Folder(here.path('folder')));
    };
    await change(() => writeFile(at('inner/a'), 'two'));
    await change(() => rename(at('inner/a'), at('inner/b')));
    await change(() => rename(at('inner/b'), at('b')));
    await change(async () => {
      await unlink(at('link'));
      await symlink('elsewhere', at('link'));
    });
    assert.equal(new Set(seen).size, seen.length);
    await mkdir(at('.git'));
    await writeFile(at('.git/HEAD'), 'ref');
    assert.equal(await sha256Folder(here.path('folder')), seen.at(-1));
  });
});
