import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { sandbox } from '../host/sandbox.testing.js';
import { recordProcess, startTimeOf } from '../process/process-record.js';
import { cleanLeftovers } from './leftovers.js';
import { abandon, playedVagrant } from './vagrant.testing.js';
import { makePlace, type VagrantPlace } from './vagrant-place.js';

describe('cleanLeftovers', () => {
  const here = sandbox();
  const plays = playedVagrant(here);
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

  /** A place with a machine, whose netknee is gone. */
  async function abandoned(): Promise<VagrantPlace> {
    process.env.VAGRANT_HOME = here.path('users');
    const place = await makePlace('libvirt');
    abandon(place);
    mkdirSync(place.env.VAGRANT_DOTFILE_PATH!);
    writeFileSync(`${place.env.VAGRANT_DOTFILE_PATH}/id`, 'x');
    return place;
  }

  afterEach(async () => {
    delete process.env.VAGRANT_HOME;
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

  it('removes an archive that a killed export left beside its goal, and nothing else that a record names there', async () => {
    const [half, other] = ['.netknee-image-0a1b2c3d', 'thesis.tar.gz'].map((name) => here.path('home', name));
    for (const path of [half, other] as string[]) {
      record(gone, null, path);
      rmSync(path as string, { recursive: true });
      writeFileSync(path as string, 'x');
    }
    assert.deepEqual(await cleanLeftovers(), [`removed ${half}`]);
    assert.deepEqual(readdirSync(here.path('home')), ['thesis.tar.gz']);
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

  it('removes a record that was never finished, of a netknee that is gone alone', async () => {
    mkdirSync(machines(), { recursive: true });
    const own = `${process.pid}.${await startTimeOf(process.pid)}`;
    for (const owner of [`${gone.pid}.1`, `${process.pid}.1`, own]) {
      writeFileSync(`${machines()}/${owner}.11111111-2222-3333-4444-555555555555.json.new`, '{"la');
    }
    assert.deepEqual(await cleanLeftovers(), []);
    assert.equal(readdirSync(machines()).join(), `${own}.11111111-2222-3333-4444-555555555555.json.new`);
  });

  it('has folders of others tidied that are on record', async () => {
    record(gone, null, here.path('results/a'));
    record({ pid: process.pid, startTime: (await startTimeOf(process.pid))! }, null, here.path('results/b'));
    assert.deepEqual(await cleanLeftovers(async (folder) => [`tidied ${folder}`]), [
      `tidied ${here.path('results/a')}`,
    ]);
    assert.equal(readdirSync(machines()).length, 1);
  });

  it('removes what was half-made by a process that is gone', async () => {
    const making = here.path('cache/netknee/making');
    for (const pid of [gone.pid, process.pid]) mkdirSync(`${making}/${pid}-rootfs-x`, { recursive: true });
    assert.deepEqual(await cleanLeftovers(), [`removed half-made ${gone.pid}-rootfs-x`]);
    assert.deepEqual(readdirSync(making), [`${process.pid}-rootfs-x`]);
  });

  it('destroys a machine again when a Vagrant that took it away came between', async () => {
    const place = await abandoned();
    const log = here.path('log');
    const why = 'Initialization parameters must be an attributes hash, got NilClass nil';
    await plays(`echo "$*" >>${log}; test "$(wc -l <${log})" -gt 1 && exit 0; echo '${why}' >&2; exit 1`);
    assert.deepEqual(await cleanLeftovers(), [`removed the machine of Vagrant in ${place.folder}`]);
    assert.match(readFileSync(log, 'utf8'), /^(destroy --force .*\n){2}$/);
    assert.ok(!existsSync(place.folder));
  });

  it('leaves a machine that can not be destroyed, and says why', async () => {
    const place = await abandoned();
    await plays(`echo '1,,error-exit,Vagrant::Errors::ProviderNotUsable,no such provider'; exit 1`);
    const [said = ''] = await cleanLeftovers();
    assert.ok(said.startsWith(`left ${place.folder}: `), said);
    assert.match(said, /no such provider/);
    assert.ok(existsSync(place.folder));
  });
});
