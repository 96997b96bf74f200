import assert from 'node:assert/strict';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/failure.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { type TestUser, testUser } from '../as-user.testing.js';
import { beside } from '../beside.testing.js';
import { guestDisk } from '../guest-disk.testing.js';
import { resultsIn, valuesOf } from '../netknee.testing.js';

const RUN = ['run', 'netns-create', '--profile', 'smoke', '--variants', 'upstream'];

/** Most of it is a compiler's work in an emulated guest. */
async function measured() {
  const user = await testUser();
  const disk = join(user.home, 'oldest.qcow2');
  await copyFile(await guestDisk(), disk);
  await chmod(disk, 0o444);
  const out = join(user.home, 'image-results');
  return { user, out, ended: await user.netknee([...RUN, '--image', `oldest=${disk}`, '--out', out]) };
}

const begun = beside(measured, process.getuid?.() === 0);

describe("a distribution's cloud image", function () {
  this.timeout(1_200_000);
  let user: TestUser;
  before(async function () {
    needRoot(this);
    user = await testUser();
  });

  it('is given a tool chain, builds, and is measured in as it was left, with no way out', async () => {
    const { user, out, ended } = await begun();
    assert.equal(ended.exitCode, EXIT.ok, ended.stderr);
    assert.match(ended.stdout, /oldest: first boot[\s\S]*oldest: provision/);
    const { manifest, observations, report } = await resultsIn(out);
    const [trial] = manifest.trials;
    assert.match(trial!.accelerator, /^qemu image (qemu|kvm)$/);
    assert.match(trial!.guest.kernel ?? '', /5\.10\./);
    assert.equal(trial!.guest['cpus-online'], '0-1');
    assert.match(manifest.host.image ?? '', /^oldest sha256 [0-9a-f]{64}$/);
    const where = { namespaces: 20, variant: 'upstream', kernel: 'installed' };
    assert.equal(valuesOf(observations, 'create_latency', where).length, 3);
    assert.match(report, /trials ran in a guest of the image oldest: Debian GNU\/Linux 11/);
    const emulated = trial!.accelerator === 'qemu image qemu';
    assert.equal(/the guest is emulated \(.+\): compare ratios/.test(report), emulated, 'and why');
    const { stdout } = await user.call(['pgrep', '-U', '64999', '-f', 'qemu-system']);
    assert.equal(stdout, '', 'no guest is left');
  });

  it('is refused by name before anything is made', async () => {
    const refused = async (words: string[], what: RegExp) => {
      const { exitCode, stderr } = await user.netknee(['run', 'netns-create', ...words]);
      assert.equal(exitCode, EXIT.usage, stderr);
      assert.match(stderr, what);
    };
    await refused(['--image', 'warty'], /"warty"[\s\S]*xenial/);
    await refused(['--image', 'mine=/nonexistent.qcow2'], /\/nonexistent\.qcow2 can't be read/);
    await refused(['--image', 'xenial', '--clock', 'instructions'], /--image has no instruction clock/);
    await refused(['--image', 'xenial', '--provider', 'local'], /--image is for --provider qemu/);
  });
});
