import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { QEMU } from '../../machine/qemu/guest.js';
import { examineKvm } from './doctor-kvm.js';

describe('examineKvm', () => {
  const here = sandbox();
  const path = process.env.PATH;
  beforeEach(async () => {
    await mkdir(here.path('bin'));
    for (const name of [QEMU]) {
      await writeFile(here.path('bin', name), '#!/bin/sh\n', { mode: 0o755 });
    }
    process.env.PATH = here.path('bin');
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  it('says what booted under KVM', async () => {
    const yes = { works: true, reason: 'a guest printed' };
    const kernel = await examineKvm(async () => ({ ...yes, booted: 'kernel' }));
    assert.deepEqual([kernel.state, kernel.detail.split(':')[0]], ['ok', 'a guest boots under it']);
    const firmware = await examineKvm(async () => ({ ...yes, booted: 'firmware' }));
    assert.equal(firmware.state, 'ok');
    assert.match(firmware.detail, /firmware runs under it; no kernel is cached yet/);
  });

  it('gives the reason and the remedy where none does, which stands in no run’s way', async () => {
    const no = { works: false, reason: '/dev/kvm does not exist', booted: 'kernel' } as const;
    const finding = await examineKvm(async () => ({ ...no, remedy: 'Load its module.' }));
    assert.deepEqual([finding.state, finding.remedy], ['note', 'Load its module.']);
    assert.match(finding.detail, /^not usable \(\/dev\/kvm does not exist\): the wall clock is emulated/);
    assert.equal('remedy' in (await examineKvm(async () => no)), false);
  });

  it('does not try without an emulator', async () => {
    process.env.PATH = here.path('tmp');
    const finding = await examineKvm(async () => assert.fail('was tried'));
    assert.equal(finding.state, 'note');
    assert.match(finding.detail, /^not tried: it takes qemu-system-/);
  });
});
