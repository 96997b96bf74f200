import assert from 'node:assert/strict';
import { sandbox } from '../machine/sandbox.testing.js';
import type { Finding } from './doctor.js';
import { examineProviders } from './doctor-providers.js';

const tool = (what: string, state: Finding['state']): Finding => ({ what, state, detail: '' });

describe('examineProviders', () => {
  sandbox();

  it('has a line for each provider, none of which stands in the way of the others', async () => {
    const findings = await examineProviders([tool('ssh', 'ok')]);
    assert.deepEqual(
      findings.map(({ what }) => what),
      ['provider qemu', 'provider local', 'provider ssh'],
    );
    assert.ok(findings.every(({ state }) => state !== 'missing'));
  });

  it('says what keeps a provider from being used', async () => {
    const [qemu, local, ssh] = await examineProviders([
      tool('qemu-system-x86_64', 'missing'),
      tool('setpriv', 'ok'),
      tool('ssh', 'missing'),
    ]);
    assert.match(qemu!.detail, /not usable: no qemu-system-x86_64/);
    assert.match(ssh!.detail, /not usable: no ssh/);
    if (process.getuid?.() === 0) assert.match(local!.detail, /^usable|unshare/);
    else assert.match(local!.detail, /needs root/);
  });
});
