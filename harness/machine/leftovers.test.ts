import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { cleanLeftovers } from './leftovers.js';
import { recordProcess, startTimeOf } from './process-record.js';
import { sandbox } from './sandbox.testing.js';

describe('cleanLeftovers', () => {
  const here = sandbox();
  const sleep = () => execa('sleep', ['60'], { reject: false });
  const sleepers: ReturnType<typeof sleep>[] = [];
  const sleeper = async () => {
    const child = sleep();
    sleepers.push(child);
    const pid = child.pid as number;
    return { child, pid, startTime: (await startTimeOf(pid)) as string };
  };
  const gone = { pid: 2 ** 22, startTime: '1' };
  const machines = () => here.path('state/netknee/machines');

  /** Writes a record as a netknee with this owner would have. */
  function record(
    owner: { pid: number; startTime: string },
    child: { pid: number; startTime: string } | null,
    folder = here.path('tmp/netknee-a'),
  ): void {
    mkdirSync(machines(), { recursive: true });
    mkdirSync(folder, { recursive: true });
    const process_ = child === null ? null : { pid: child.pid, startTime: child.startTime };
    const text = JSON.stringify({ label: 'a trial', folder, owner, process: process_ });
    writeFileSync(`${machines()}/${readdirSync(machines()).length}.json`, text);
  }

  afterEach(async () => {
    for (const child of sleepers.splice(0)) {
      child.kill('SIGKILL');
      await child;
    }
  });

  it('ends the guest of a netknee that is gone, and removes its folder', async () => {
    const { child, pid, startTime } = await sleeper();
    record(gone, { pid, startTime });
    assert.deepEqual(await cleanLeftovers(), [
      `ended the guest of a trial (pid ${pid})`,
      `removed ${here.path('tmp/netknee-a')}`,
    ]);
    assert.equal((await child).signal, 'SIGTERM');
    assert.deepEqual([readdirSync(machines()), readdirSync(here.path('tmp'))], [[], []]);
    assert.deepEqual(await cleanLeftovers(), []);
  });

  it('ends no process that only got the number of a guest', async () => {
    const { pid, startTime } = await sleeper();
    record(gone, { pid, startTime: String(Number(startTime) - 1) });
    await cleanLeftovers();
    assert.equal(await startTimeOf(pid), startTime, 'it still runs');
    assert.deepEqual(readdirSync(machines()), []);
  });

  it('leaves alone what a living netknee owns', async () => {
    const { pid, startTime } = await sleeper();
    const folder = here.path('tmp/netknee-a');
    mkdirSync(folder);
    const known = await recordProcess('a trial', folder);
    await known.started(pid);
    assert.deepEqual(await cleanLeftovers(), []);
    assert.equal(await startTimeOf(pid), startTime);
    assert.ok(existsSync(folder) && existsSync(known.path));
  });

  it('removes no folder but its own temporary ones, whatever a record says', async () => {
    const folders = ['home/netknee-a', 'tmp/other', 'tmp/netknee-a/netknee-b', 'tmp2/netknee-a'].map((name) =>
      here.path(name),
    );
    for (const folder of folders) record(gone, null, folder);
    record(gone, null, `${here.path('tmp')}/../home/netknee-a`);
    assert.deepEqual(await cleanLeftovers(), []);
    for (const folder of folders) assert.ok(existsSync(folder), folder);
    assert.deepEqual(readdirSync(machines()), []);
  });

  it('removes what was half-made by a process that is gone', async () => {
    const making = here.path('cache/netknee/making');
    for (const pid of [gone.pid, process.pid]) mkdirSync(`${making}/${pid}-rootfs-x`, { recursive: true });
    assert.deepEqual(await cleanLeftovers(), [`removed half-made ${gone.pid}-rootfs-x`]);
    assert.deepEqual(readdirSync(making), [`${process.pid}-rootfs-x`]);
  });
});
