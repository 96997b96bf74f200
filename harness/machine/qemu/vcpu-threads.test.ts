import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { HOST_ARCHITECTURE } from '../host/architecture.js';
import { sandbox } from '../host/sandbox.testing.js';
import { withCleanup } from '../process/cleanup.js';
import { startProcess } from '../process/running-process.js';
import { machineWords, PLAIN_QEMU, THREAD_NAMES } from './qemu-machine.js';
import { watchVcpus } from './vcpu-threads.js';

/** A real QEMU with two vCPUs that wait to be started: which of them runs on which CPU is the host's affair all the same. */
describe('watchVcpus', function () {
  this.timeout(60_000);
  sandbox();
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  const withGuest = (work: (pid: number) => Promise<void>) =>
    withCleanup(async (cleanup) => {
      const argv = [
        ...[HOST_ARCHITECTURE.qemu, ...PLAIN_QEMU, ...machineWords(HOST_ARCHITECTURE, 'tcg-multi')],
        ...[...THREAD_NAMES, '-smp', '2', '-m', '64', '-nic', 'none', '-S'],
      ];
      const guest = await startProcess(argv, { label: 'test', folder: tmpdir(), endsBy: 'SIGTERM' });
      cleanup.register('guest', () => guest.stop());
      const found = async () => {
        const watch = await watchVcpus(guest.pid, 2, false);
        await watch.look();
        return watch.facts().vcpuCpus ?? '';
      };
      // On a busy host its threads come one after the other.
      while (!/0 on \d+.*1 on \d+/.test(await found())) await wait(10);
      await work(guest.pid);
    });
  /** By the names of threads: the CPUs that each may use. */
  const allowed = (pid: number): Map<string, string> =>
    new Map(
      readdirSync(`/proc/${pid}/task`).map((tid) => {
        const status = readFileSync(`/proc/${pid}/task/${tid}/status`, 'utf8');
        const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
        return [field('Name'), field('Cpus_allowed_list')];
      }),
    );

  it('pins each vCPU to a CPU of its own, and no other thread', () =>
    withGuest(async (pid) => {
      const before = allowed(pid);
      const { vcpuPinned } = (await watchVcpus(pid, 2, true)).facts();
      if (availableParallelism() < 2) {
        assert.match(vcpuPinned ?? '', /^no \(fewer CPUs/);
        return;
      }
      assert.equal(vcpuPinned, 'yes');
      const after = allowed(pid);
      const [first, second] = ['CPU 0/TCG', 'CPU 1/TCG'].map((name) => after.get(name) ?? '');
      assert.match(`${first} ${second}`, /^\d+ \d+$/);
      assert.notEqual(first, second);
      // QEMU's helpers come and go.
      for (const [name, cpus] of before) {
        if (!name.startsWith('CPU ') && after.has(name)) assert.equal(after.get(name), cpus, name);
      }
    }));

  it('pins none where it is not to, and says so when taskset is missing', () =>
    withGuest(async (pid) => {
      const emulated = await watchVcpus(pid, 2, false);
      await emulated.look();
      assert.equal(emulated.facts().vcpuPinned, 'no (emulated)');
      assert.match(emulated.facts().vcpuCpus ?? '', /^0 on \d+(,\d+)*; 1 on \d+/);
      const { vcpuCpus } = (await watchVcpus(pid, 1, false)).facts();
      assert.equal(vcpuCpus, '0 on unknown', 'those alone that the guest starts');
      process.env.PATH = '/nowhere';
      assert.match((await watchVcpus(pid, 2, true)).facts().vcpuPinned ?? '', /^no \(.*taskset/);
    }));

  it('says what it does not know of a process that is gone', async () => {
    const watch = await watchVcpus(0, 2, true);
    await watch.look();
    assert.deepEqual(watch.facts(), { vcpuCpus: '', vcpuPinned: 'no (no thread of a vCPU was found)' });
  });
});
