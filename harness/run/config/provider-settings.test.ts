import assert from 'node:assert/strict';
import { Failure } from '../../failure.js';
import { checkProviderSettings, usesInstalledMachine } from './provider-settings.js';
import type { Settings } from './settings.js';

const refused = (settings: Settings, words: RegExp): void =>
  assert.throws(
    () => checkProviderSettings(settings),
    (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.ok(error.details.remedy);
      assert.match(error.message, words);
      return true;
    },
  );

describe('checkProviderSettings', () => {
  it('takes what each provider can be told', () => {
    checkProviderSettings({});
    checkProviderSettings({ provider: 'qemu', clock: 'both', kernel: ['6.1'], host: 'box' });
    checkProviderSettings({ provider: 'local', clock: 'wall' });
    checkProviderSettings({ provider: 'ssh', host: 'box', 'ssh-port': 22 });
  });

  it("refuses the instruction clock, kernels and CPUs on a machine of the user's own", () => {
    refused({ provider: 'local', clock: 'instructions' }, /local has no instruction clock/);
    refused({ provider: 'ssh', host: 'box', clock: 'both' }, /ssh has no instruction clock/);
    refused({ provider: 'local', kernel: ['6.1'] }, /no --kernel/);
    refused({ provider: 'local', 'possible-cpus': [2] }, /no --possible-cpus/);
  });

  it('refuses ssh without a machine, and a machine without a provider', () => {
    refused({ provider: 'ssh' }, /needs a machine/);
    refused({ host: 'box' }, /--host is for --provider ssh/);
    refused({ 'ssh-port': 22 }, /--ssh-port is for --provider ssh/);
  });

  it('knows whose machines they are', () => {
    assert.deepEqual(
      ([{}, { provider: 'qemu' }, { provider: 'local' }, { provider: 'ssh' }] as Settings[]).map(
        usesInstalledMachine,
      ),
      [false, false, true, true],
    );
  });
});
