import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { probeKvm } from './accelerator.js';
import { packageRoot } from './places.js';
import { sandbox } from './sandbox.testing.js';

describe('probeKvm', () => {
  const here = sandbox();

  it('knows a machine without the device, and boots nothing to find out', async () => {
    const device = here.path('kvm');
    const finding = await probeKvm('/no/kernel', device);
    assert.deepEqual(finding, { works: false, reason: `${device} does not exist` });
    assert.equal(existsSync(here.path('state/netknee/kvm.json')), false, 'nothing to remember');
  });

  it('knows a device that its user may not open', async () => {
    const device = here.path('kvm');
    await writeFile(device, '');
    await chmod(device, 0);
    await chmod(here.path(), 0o755);
    await chmod(here.path('tmp'), 0o1777);
    // Root may open everything: the question is asked as an ordinary user.
    const script = `import('${packageRoot}/harness/machine/accelerator.ts').then(async ({ probeKvm }) =>
      console.log(JSON.stringify(await probeKvm('/no/kernel', ${JSON.stringify(device)}))))`;
    const asUser = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const words = [
      ...(process.getuid?.() === 0 ? asUser : []),
      process.execPath,
      '--import',
      'tsx',
      '-e',
      script,
    ];
    const [file, ...rest] = words as [string, ...string[]];
    const { stdout } = await execa(file, rest, { cwd: packageRoot });
    assert.deepEqual(JSON.parse(stdout), {
      works: false,
      reason: `${device} may not be opened by this user`,
    });
  });
});
