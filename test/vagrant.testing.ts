import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { testUser } from './as-user.testing.js';
import { barePath } from './bare-path.testing.js';
import { guestDisk } from './guest-disk.testing.js';
import { temporaryFolder } from './netknee.testing.js';

const BOX = 'netknee-test';

/** A libvirt of the user's own: no daemon of the system, no bridge, and emulated guests whatever /dev/kvm says. */
export const SESSION = {
  NETKNEE_VAGRANT_PROVIDER: 'libvirt',
  NETKNEE_LIBVIRT_SESSION: '1',
  NETKNEE_LIBVIRT_DRIVER: 'qemu',
  NETKNEE_BOX: BOX,
  NETKNEE_BOOT_TIMEOUT_S: '600',
};

/** Needs root, to become another user, and Vagrant with its provider for libvirt. */
export async function needVagrant(context: Mocha.Context): Promise<void> {
  needRoot(context);
  const { failed, stdout } = await execa('vagrant', ['plugin', 'list'], {
    reject: false,
    env: { HOME: await temporaryFolder() },
  });
  if (!failed && /vagrant-libvirt/.test(stdout)) return;
  assert.notEqual(process.env.CI, 'true', 'CI must have vagrant and vagrant-libvirt');
  console.log('      skipped: no vagrant with libvirt (Debian: vagrant vagrant-libvirt)');
  context.skip();
}

/** A box of the tests' own, and a run in machines that Vagrant makes of it. @param words of the run, but for its results */
export async function measuredByVagrant(...words: string[]) {
  const user = await testUser();
  const box = join(user.home, 'guest.box');
  await execa('sh', [join(packageRoot, 'test/vagrant-box.sh'), await guestDisk(), box]);
  const added = await user.call([
    'vagrant',
    'box',
    'add',
    '--force',
    '--name',
    BOX,
    '--provider',
    'libvirt',
    box,
  ]);
  assert.equal(added.exitCode, 0, added.stderr);
  const out = join(user.home, `results-${words[1]}`);
  // As on macOS: no apt, no QEMU, no setpriv, and another tar.
  const PATH = await barePath(user.home);
  const ended = await user.netknee([...words, '--out', out], { ...SESSION, PATH });
  return { out, ended };
}
