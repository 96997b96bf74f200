import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { type TestUser, testUser } from '../as-user.testing.js';
import { barePath } from '../bare-path.testing.js';
import { beside } from '../beside.testing.js';
import { guestDisk } from '../guest-disk.testing.js';
import { iproute2Source } from '../iproute2-source.testing.js';
import { resultsIn, temporaryFolder, valuesOf } from '../netknee.testing.js';

const BOX = 'netknee-test';

/** A libvirt of the user's own: no daemon of the system, no bridge, and emulated guests whatever /dev/kvm says. */
const SESSION = {
  NETKNEE_VAGRANT_PROVIDER: 'libvirt',
  NETKNEE_LIBVIRT_SESSION: '1',
  NETKNEE_LIBVIRT_DRIVER: 'qemu',
  NETKNEE_BOX: BOX,
  NETKNEE_BOOT_TIMEOUT_S: '600',
};

const RUN = [
  'run',
  'netns-create',
  '--provider',
  'vagrant',
  '--profile',
  'smoke',
  '--variants',
  'stock,upstream',
];

/** Needs root, to become another user, and Vagrant with its provider for libvirt. */
async function needVagrant(context: Mocha.Context): Promise<void> {
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

/** How long the machine was up when a trial's last step ended, in seconds. */
async function uptimeOf(steps: string): Promise<number> {
  const last =
    (await readdir(steps))
      .filter((name) => name.endsWith('.status'))
      .sort()
      .at(-1) ?? '';
  return Number(/^ended_s=(.*)$/m.exec(await readFile(join(steps, last), 'utf8'))?.[1]);
}

/** Something that has a port of 127.0.0.1. */
async function listener(): Promise<{ port: string; close: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port: String(port), close: () => server.close() };
}

/** Waits as long as it goes on: a busy machine takes what time it takes. */
async function until(isSo: () => Promise<boolean>, run: PromiseLike<{ stderr: string }>): Promise<void> {
  let ended: string | undefined;
  void Promise.resolve(run).then(({ stderr }) => {
    ended = stderr;
  });
  while (!(await isSo())) {
    assert.equal(ended, undefined, 'it ended before that');
    await wait(200);
  }
}

/** A box of the tests' own, and a run of two boots in a machine that Vagrant makes of it. */
async function measured() {
  const user = await testUser();
  const box = join(user.home, 'guest.box');
  await execa('sh', [join(packageRoot, 'test/vagrant-box.sh'), await guestDisk(), box]);
  const added = await user.call(['vagrant', 'box', 'add', '--name', BOX, '--provider', 'libvirt', box]);
  assert.equal(added.exitCode, 0, added.stderr);
  const out = join(user.home, 'results');
  // As on macOS: no apt, no QEMU, no setpriv, and another tar.
  const PATH = await barePath(user.home);
  const source = join(user.home, 'iproute2');
  await iproute2Source(source);
  await execa('chmod', ['-R', 'a+rX', source]);
  const tree = ['--variant', `upstream=path:${source}`];
  const ended = await user.netknee([...RUN, ...tree, '--boots', '2', '--out', out], { ...SESSION, PATH });
  return { out, ended };
}

const begun = beside(measured, process.getuid?.() === 0);

describe('the provider vagrant', function () {
  this.timeout(1_500_000);
  let user: TestUser;
  let isReady = false;

  const netknee = (argv: string[], env: Record<string, string> = {}) =>
    user.netknee(argv, { ...SESSION, ...env });
  const machines = async () => {
    const { stdout } = await user.call(['virsh', '-c', 'qemu:///session', 'list', '--all', '--name']);
    return stdout.trim();
  };
  /** What netknee keeps of machines that Vagrant makes for it. */
  const places = () => readdir(join(user.home, '.local/state/netknee/vagrant'));
  const nothingLeft = async () => assert.deepEqual([await machines(), await places()], ['', []]);
  const refused = async (exit: number, words: RegExp, env: Record<string, string>, argv = RUN) => {
    const { exitCode, stderr } = await netknee(argv, env);
    assert.equal(exitCode, exit, stderr);
    assert.match(stderr, words);
  };

  before(async function () {
    await needVagrant(this);
    user = await testUser();
    isReady = true;
  });

  // A test that fails may leave one.
  after(async () => {
    if (isReady) await netknee(['clean']);
  });

  it('makes a machine, builds in it, measures in boots from one snapshot, and destroys it', async () => {
    const { out, ended } = await begun();
    const { exitCode, stdout, stderr } = ended;
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.match(stdout, /vagrant up \(libvirt\)[\s\S]*provision[\s\S]*vagrant destroy/);
    await nothingLeft();
    const { folder, manifest, observations } = await resultsIn(out);
    assert.match(manifest.host.vagrant ?? '', /^\d+\.\d+/);
    assert.deepEqual(
      manifest.trials.map(({ accelerator, guest }) => [
        accelerator,
        /bullseye/.test(guest.distribution ?? ''),
      ]),
      Array(2).fill(['vagrant libvirt qemu', true]),
    );
    // Two boots, not one that went on: each clock began within its trial.
    for (const { id, durationS } of manifest.trials) {
      const uptimeS = await uptimeOf(join(folder, 'raw', id, 'steps'));
      assert.ok(uptimeS < durationS, `${id}: up for ${uptimeS} s in a trial of ${durationS} s`);
    }
    const built = manifest.artifacts.filter(({ kind }) => kind === 'variant');
    assert.deepEqual(built.map(({ name }) => name).sort(), ['upstream']);
    assert.ok(
      built.every(({ details }) => details.distribution === manifest.artifacts[0]!.details.distribution),
    );
    assert.match(built[0]!.details.libc ?? '', /^glibc 2\.31/);
    const where = { namespaces: 20, variant: 'upstream', kernel: 'installed' };
    assert.equal(valuesOf(observations, 'create_latency', where).length, 6);
    // The tool of this distribution is not the one that the write-up measured.
    assert.match(manifest.unavailable[0]!.reason, /\/sbin\/ip is not ss151103: it says .*iproute2-5/);
  });

  it('says of each failure what it is and what to do, and leaves no machine', async () => {
    const none = { NETKNEE_BOX: 'netknee/no-such-box' };
    await refused(EXIT.prerequisite, /the box can not be had[\s\S]*remedy:.*vagrant box add/, none);
    const other = { NETKNEE_VAGRANT_PROVIDER: 'virtualbox' };
    await refused(EXIT.prerequisite, /can not use this provider[\s\S]*VBoxManage/, other);
    await refused(EXIT.usage, /no part for the provider "docker"/, { NETKNEE_VAGRANT_PROVIDER: 'docker' });
    await refused(EXIT.usage, /the Vagrantfile can not be used/, { NETKNEE_CPUS: 'many' });
    const system = { NETKNEE_LIBVIRT_SESSION: '' };
    await refused(EXIT.prerequisite, /libvirt can not be reached[\s\S]*NETKNEE_LIBVIRT_SESSION=1/, system);
    await nothingLeft();
  });

  it('names a port that is taken, and a boot that takes too long', async () => {
    const taken = await listener();
    await refused(EXIT.machine, /port \d+ of 127\.0\.0\.1 is taken/, { NETKNEE_SSH_PORT: taken.port });
    taken.close();
    await refused(EXIT.machine, /did not boot[\s\S]*NETKNEE_BOOT_TIMEOUT_S/, { NETKNEE_BOOT_TIMEOUT_S: '2' });
    await nothingLeft();
  });

  it('takes a half-made machine away when it is interrupted, and `clean` what a killed run left', async () => {
    const first = netknee(RUN);
    await until(async () => (await machines()) !== '', first);
    first.kill('SIGINT');
    assert.equal((await first).exitCode, EXIT.interrupted);
    await nothingLeft();
    const second = netknee(RUN);
    await until(async () => (await machines()) !== '', second);
    second.kill('SIGKILL');
    await second;
    const { stdout } = await netknee(['clean']);
    assert.match(stdout, /removed the machine of Vagrant/);
    await nothingLeft();
  });
});
