import assert from 'node:assert/strict';
import { HOST_ARCHITECTURE } from '../../machine/host/architecture.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { Finding } from '../requirements/finding.js';
import { examineProviders, recommendation } from './doctor-providers.js';

const tool = (what: string, state: Finding['state']): Finding => ({ what, state, detail: '' });

describe('examineProviders', () => {
  sandbox();

  it('has a line for each provider, none of which stands in the way of the others', async () => {
    const findings = await examineProviders([tool('ssh', 'ok')]);
    assert.deepEqual(
      findings.map(({ what }) => what),
      ['provider qemu', 'provider vagrant', 'provider local', 'provider ssh', 'recommended'],
    );
    assert.ok(findings.every(({ state }) => state !== 'missing'));
  });

  it('says what keeps a provider from being used', async () => {
    const [qemu, , local, ssh] = await examineProviders([
      tool(HOST_ARCHITECTURE.qemu, 'missing'),
      tool('setpriv', 'ok'),
      tool('ssh', 'missing'),
    ]);
    assert.match(qemu!.detail, /not usable: no qemu-system-\w+/);
    assert.match(ssh!.detail, /not usable: no ssh/);
    if (process.getuid?.() === 0) assert.match(local!.detail, /^usable|unshare/);
    else assert.match(local!.detail, /needs root/);
  });
});

describe('recommendation', () => {
  const missing: Finding = { ...tool('mmdebstrap', 'missing'), remedy: 'sudo apt-get install mmdebstrap' };
  const qemu = tool('provider qemu', 'ok');
  const said = (tools: Finding[], providers: Finding[]) => recommendation(tools, providers).detail;

  it('is the baked guests where all is there, with a word on absolute times where KVM is not', () => {
    assert.equal(said([tool('KVM', 'ok')], [qemu]), '--provider qemu (the default)');
    assert.match(said([tool('KVM', 'note')], [qemu]), /^--provider qemu .*absolute times.*--provider ssh/);
  });

  it('is Vagrant where that works and baking does not', () => {
    assert.match(said([missing], [qemu, tool('provider vagrant', 'ok')]), /^--provider vagrant/);
  });

  it('is the one line to run where that is all that is missing, and another machine where nothing helps', () => {
    assert.equal(said([missing], [qemu]), '--provider qemu, after: sudo apt-get install mmdebstrap');
    assert.match(said([tool('memory', 'missing')], [qemu]), /^--provider ssh/);
  });
});
