import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { describeFailure, EXIT, Failure } from '../../failure.js';
import { sha256Text } from '../files/digest.js';
import { cacheFolder } from '../host/places.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store } from '../image/store.js';
import { chooseAccelerator, probeWithCached } from './accelerator.js';
import { QEMU } from './guest.js';

const yes = async () => ({ works: true, reason: 'a guest printed' });
const no = async () => ({ works: false, reason: '/dev/kvm does not exist', remedy: 'modprobe kvm_intel.' });
const never = async () => assert.fail('was asked for KVM');

describe('chooseAccelerator', () => {
  it('takes KVM where it works, and emulates where it does not, saying why', async () => {
    assert.deepEqual(await chooseAccelerator(undefined, yes), {
      accelerator: 'kvm',
      reason: 'a guest printed',
    });
    const emulated = { accelerator: 'tcg-multi', reason: '/dev/kvm does not exist' };
    assert.deepEqual(await chooseAccelerator(undefined, no), emulated);
  });

  it('goes on with what the run was begun with', async () => {
    assert.equal((await chooseAccelerator('kvm', yes)).accelerator, 'kvm');
    assert.deepEqual(await chooseAccelerator('tcg-multi', never), {
      accelerator: 'tcg-multi',
      reason: 'the run was begun emulated',
    });
  });

  it('refuses a run that was begun under KVM where KVM is gone', async () => {
    await assert.rejects(chooseAccelerator('kvm', no), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.details.exit, EXIT.prerequisite);
      const text = describeFailure(error);
      for (const word of ['under kvm', 'tcg-multi', '/dev/kvm does not exist', 'modprobe', 'anew']) {
        assert.ok(text.includes(word), `${word} in: ${text}`);
      }
      return true;
    });
  });
});

describe('probeWithCached', () => {
  const here = sandbox();
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  it('boots the firmware until a kernel of Debian is cached, then that one', async () => {
    await mkdir(here.path('bin'));
    await writeFile(here.path('kvm'), '');
    const script = `#!/bin/sh\necho "$*" >${here.path('argv')}\necho "Linux version 6.1"\nexec sleep 60\n`;
    await writeFile(here.path('bin', QEMU), script, { mode: 0o755 });
    process.env.PATH = [here.path('bin'), path].join(delimiter);
    const probe = () => probeWithCached({ device: here.path('kvm') });
    const store = new Store(cacheFolder());
    const cache = (name: string, source: string) =>
      store.obtain('kernel', name, {}, async () => ({ sha256: sha256Text(name), details: { source } }));

    await cache('mine', 'path');
    const first = await probe();
    assert.deepEqual([first.works, first.booted], [true, 'firmware']);
    assert.doesNotMatch(await readFile(here.path('argv'), 'utf8'), /-kernel/);
    const { folder } = await cache('6.1', 'debian');
    const second = await probe();
    assert.deepEqual([second.works, second.booted], [true, 'kernel']);
    assert.ok((await readFile(here.path('argv'), 'utf8')).includes(`-kernel ${folder}/vmlinuz`));
  });
});
