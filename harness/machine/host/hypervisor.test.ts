import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hostFacts } from '../qemu/host-facts.js';
import { hypervisorOf } from './hypervisor.js';

const GUEST = 'model name\t: X\nflags\t\t: fpu vme hypervisor lahf_lm\nbugs\t\t: hypervisor\n';
const METAL = 'model name\t: X\nflags\t\t: fpu vme lahf_lm\nbugs\t\t: hypervisor\n';
const ARM = 'processor\t: 0\nFeatures\t: fp asimd\n';

describe('hypervisorOf', () => {
  it('names what the host is a guest of, with the model of the machine', () => {
    const cloud = { vendor: 'Amazon EC2', product: 'm5.large' };
    assert.equal(
      hypervisorOf({ detected: 'amazon', cpuinfo: GUEST, ...cloud }),
      'amazon (Amazon EC2 m5.large)',
    );
    assert.equal(hypervisorOf({ detected: 'kvm', cpuinfo: GUEST }), 'kvm');
    assert.equal(hypervisorOf({ detected: 'kvm', cpuinfo: ARM }), 'kvm');
  });

  it('knows a guest without systemd, and one that systemd takes for none', () => {
    assert.equal(hypervisorOf({ cpuinfo: GUEST }), 'a hypervisor');
    assert.equal(hypervisorOf({ cpuinfo: METAL, type: 'xen' }), 'xen');
    assert.equal(hypervisorOf({ detected: 'none', cpuinfo: GUEST, vendor: 'QEMU' }), 'a hypervisor (QEMU)');
  });

  it('knows a machine of its own, and says when nothing tells', () => {
    const model = { vendor: 'Dell Inc.', product: 'PowerEdge' };
    assert.equal(hypervisorOf({ detected: 'none', cpuinfo: METAL, ...model }), 'none');
    assert.equal(hypervisorOf({ detected: 'none', cpuinfo: METAL, type: 'xen' }), 'none', 'Xen’s own host');
    assert.equal(hypervisorOf({ cpuinfo: METAL }), 'none');
    assert.equal(hypervisorOf({ detected: 'none', cpuinfo: ARM }), 'none');
    assert.equal(hypervisorOf({ cpuinfo: ARM }), 'unknown');
  });

  it('is among the facts of this host', async () => {
    const { hypervisor } = await hostFacts();
    const flagged = /^flags\s*:.* hypervisor( |$)/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
    if (flagged) assert.doesNotMatch(hypervisor!, /^(none|unknown)$/);
    assert.ok(hypervisor);
  });
});
