import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '../../types.js';
import { sha256Text } from '../files/digest.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store } from './store.js';

describe('Store', () => {
  const here = sandbox();
  const store = () => new Store(here.path('store'));
  let times = 0;
  /** Makes a file with this text. */
  const make = (text: string) => async (folder: string) => {
    times++;
    await new Promise(setImmediate);
    await writeFile(join(folder, 'file'), text);
    return { sha256: sha256Text(text), details: { text } };
  };
  const making = () => readdirSync(here.path('store/making'));
  beforeEach(() => {
    times = 0;
  });

  it('makes a thing once and finds it again, also from another process’s point of view', async () => {
    const inputs = { suite: 'bookworm', layout: 1 };
    assert.equal(await store().find('rootfs', 'one', inputs), undefined);
    const first = await store().obtain('rootfs', 'one', inputs, make('x'));
    const again = await store().obtain('rootfs', 'one', { layout: 1, suite: 'bookworm' }, make('y'));
    assert.deepEqual(again, first);
    assert.deepEqual(await store().find('rootfs', 'one', inputs), first);
    assert.equal(times, 1);
    assert.equal(await readFile(join(first.folder, 'file'), 'utf8'), 'x');
    assert.deepEqual(first.artifact, {
      name: 'one',
      kind: 'rootfs',
      inputsSha256: first.artifact.inputsSha256,
      sha256: sha256Text('x'),
      details: { text: 'x' },
    });
  });

  it('keeps apart what differs in kind, name or any input', async () => {
    const all = [
      await store().obtain('program', 'one', { a: 1 }, make('1')),
      await store().obtain('variant', 'one', { a: 1 }, make('2')),
      await store().obtain('program', 'two', { a: 1 }, make('3')),
      await store().obtain('program', 'one', { a: 2 }, make('4')),
    ];
    assert.equal(new Set(all.map(({ folder }) => folder)).size, 4);
    assert.equal(new Set(all.map(({ artifact }) => artifact.inputsSha256)).size, 4);
  });

  it('lists what stands of a kind', async () => {
    assert.deepEqual(await store().all('kernel'), []);
    const b = await store().obtain('kernel', 'b', {}, make('1'));
    const a = await store().obtain('kernel', 'a', {}, make('2'));
    await store().obtain('program', 'one', {}, make('3'));
    assert.deepEqual(await store().all('kernel'), [a, b]);
  });

  it('makes anew what has a torn record', async () => {
    const { folder } = await store().obtain('program', 'one', {}, make('x'));
    for (const torn of ['', '{"name":']) {
      await writeFile(join(folder, 'artifact.json'), torn);
      assert.equal(await store().find('program', 'one', {}), undefined);
      assert.deepEqual(await store().all('program'), []);
      assert.equal((await store().obtain('program', 'one', {}, make('y'))).artifact.details.text, 'y');
      assert.equal(await readFile(join(folder, 'file'), 'utf8'), 'y');
    }
  });

  it('leaves nothing of what could not be made', async () => {
    const failing = async (folder: string) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('no compiler');
    };
    await assert.rejects(store().obtain('program', 'one', {}, failing), /no compiler/);
    assert.equal(await store().find('program', 'one', {}), undefined);
    assert.deepEqual([making(), readdirSync(here.path('store/program'))], [[], []]);
    assert.equal((await store().obtain('program', 'one', {}, make('x'))).artifact.details.text, 'x');
  });

  it('serves all who make the same thing at the same time with one', async () => {
    const texts = ['a', 'b', 'c', 'd'];
    const all = await Promise.all(texts.map((text) => store().obtain('kernel', 'k', { v: 1 }, make(text))));
    assert.ok(times > 1, 'they did run at the same time');
    assert.equal(new Set(all.map(({ artifact }) => artifact.sha256)).size, 1);
    assert.equal(await readFile(join(all[0]!.folder, 'file'), 'utf8'), all[0]?.artifact.details.text);
    assert.deepEqual(making(), []);
  });

  it('takes what a run was begun with, as long as that stands as it was', async () => {
    const then = await store().obtain('variant', 'upstream', { source: 'debian' }, make('then'));
    const today = await store().obtain('variant', 'upstream', { source: 'git' }, make('today'));
    const goesOn = (artifact: Artifact) => new Store(here.path('store'), undefined, [artifact]);
    const inputs = { source: 'git' };
    assert.deepEqual(await goesOn(then.artifact).obtain('variant', 'upstream', inputs, make('x')), then);
    assert.deepEqual(await goesOn(then.artifact).find('variant', 'upstream', inputs), then);
    const altered = { ...then.artifact, sha256: sha256Text('another') };
    assert.deepEqual(await goesOn(altered).obtain('variant', 'upstream', inputs, make('x')), today);
    const gone = { ...then.artifact, inputsSha256: '0'.repeat(64) };
    assert.deepEqual(await goesOn(gone).find('variant', 'upstream', inputs), today);
    assert.equal(times, 2);
  });

  it('makes once more what has a record that netknee does not write', async () => {
    const { folder } = await store().obtain('kernel', 'k', {}, make('x'));
    for (const text of ['{', '{}', '[]', 'null', '{"name":"../../x"}']) {
      await writeFile(join(folder, 'artifact.json'), text);
      assert.equal(await store().find('kernel', 'k', {}), undefined);
      assert.equal((await store().obtain('kernel', 'k', {}, make('y'))).artifact.details.text, 'y');
    }
  });

  it('asks before it makes something, and only then', async () => {
    const asked: string[] = [];
    const store = new Store(here.path('asking'), async () => {
      asked.push('asked');
    });
    const make = async () => ({ sha256: sha256Text(''), details: {} });
    await store.obtain('program', 'one', {}, make);
    await store.obtain('program', 'one', {}, make);
    assert.deepEqual(asked, ['asked']);
    const refusing = new Store(here.path('asking'), async () => {
      throw new Error('may not');
    });
    await refusing.obtain('program', 'one', {}, make);
    await assert.rejects(refusing.obtain('program', 'two', {}, make), /may not/);
  });
});
