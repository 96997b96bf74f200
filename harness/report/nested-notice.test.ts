import assert from 'node:assert/strict';
import type { Manifest } from '../types.js';
import { computedNotices } from './computed-notices.js';
import { manifest } from './fixtures/small-run.js';
import { nestedNotice } from './nested-notice.js';

const ranUnder = (accelerator: string, hypervisor?: string): Manifest => ({
  ...manifest,
  host: { ...manifest.host, ...(hypervisor === undefined ? {} : { hypervisor }) },
  trials: manifest.trials.map((record) => ({
    ...record,
    accelerator: record.id.includes('.wall.') ? accelerator : 'tcg-icount',
  })),
});
const texts = (of: Manifest) => nestedNotice(of).map(({ text }) => text);

describe('nestedNotice', () => {
  it('warns of KVM on a host that is a guest, naming what it is a guest of', () => {
    for (const accelerator of ['kvm', 'qemu image kvm', 'vagrant libvirt kvm']) {
      assert.match(texts(ranUnder(accelerator, 'amazon (Amazon EC2)'))[0] ?? '', /\(amazon \(Amazon EC2\)\)/);
    }
    const all = computedNotices(ranUnder('kvm', 'kvm'), []).map(({ text }) => text);
    assert.ok(
      all.some((text) => /is a guest itself/.test(text)),
      all.join('\n'),
    );
  });

  it('is silent on a machine of its own, emulated, and where nothing is known', () => {
    assert.deepEqual(texts(ranUnder('kvm', 'none')), []);
    assert.deepEqual(texts(ranUnder('kvm', 'unknown')), []);
    assert.deepEqual(texts(ranUnder('kvm')), []);
    assert.deepEqual(texts(ranUnder('tcg-multi', 'kvm')), []);
  });

  it('names each host of a merged run that is a guest', () => {
    assert.match(texts(ranUnder('kvm', 'none | kvm | microsoft'))[0] ?? '', /\(kvm, microsoft\)/);
  });
});
