import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT } from '../../harness/failure.js';
import { type TestUser, testUser } from '../as-user.testing.js';
import { beside } from '../beside.testing.js';
import { resultsIn, valuesOf } from '../netknee.testing.js';
import { measuredByVagrant, needVagrant, SESSION } from '../vagrant.testing.js';

/** No variant of a tool: compiling one in an emulated guest takes minutes, and is a night's (test/nightly/vagrant-variant.test.ts). */
const RUN = ['run', 'netns-exec', '--provider', 'vagrant', '--profile', 'smoke'];

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

const begun = beside(() => measuredByVagrant(...RUN, '--boots', '1'), process.getuid?.() === 0);

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
    // Its programs were compiled in the machine itself.
    const programs = manifest.artifacts.filter(({ kind }) => kind === 'program');
    assert.ok(programs.some(({ name }) => name === 'spawn-time'));
    for (const { name, details } of programs) assert.match(details.distribution ?? '', /bullseye/, name);
    const where = { namespaces: 20, by: 'exec', kernel: 'installed' };
    assert.equal(valuesOf(observations, 'enter_time', where).length, 2, 'one a boot');
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
