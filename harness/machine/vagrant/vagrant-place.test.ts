import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandbox } from '../host/sandbox.testing.js';
import { abandon } from './vagrant.testing.js';
import { abandonedPlaces, hasMachine, makePlace, removePlace } from './vagrant-place.js';

describe("Vagrant's place", () => {
  const here = sandbox();
  const set = (name: string, value: string) => {
    process.env[name] = value;
  };
  beforeEach(() => set('VAGRANT_HOME', here.path('users')));
  afterEach(() => {
    for (const name of ['VAGRANT_HOME', 'NETKNEE_LIBVIRT_SESSION', 'NETKNEE_CPUS']) delete process.env[name];
  });

  it("has a home of its own with the user's boxes, and notes of its own", async () => {
    const [one, two] = [await makePlace('libvirt'), await makePlace('libvirt')];
    const { env } = one;
    assert.equal(await readlink(join(env.VAGRANT_HOME!, 'boxes')), here.path('users/boxes'));
    assert.ok(existsSync(here.path('users/boxes')));
    assert.ok(existsSync(join(env.VAGRANT_CWD!, 'Vagrantfile')));
    assert.equal((await stat(join(one.folder, 'home'))).mode & 0o77, 0, 'keys stand in it');
    for (const name of ['VAGRANT_HOME', 'VAGRANT_DOTFILE_PATH', 'NETKNEE_NAME_PREFIX'])
      assert.notEqual(env[name], two.env[name], name);
    assert.equal(env.NETKNEE_SSH_PORT, undefined, 'Vagrant finds one');
  });

  it('has a port for a libvirt that has no bridge', async () => {
    set('NETKNEE_LIBVIRT_SESSION', '1');
    assert.match((await makePlace('libvirt')).env.NETKNEE_SSH_PORT ?? '', /^\d+$/);
  });

  it('is abandoned when its netknee is gone, with all that the Vagrantfile read', async () => {
    set('NETKNEE_CPUS', '3');
    const place = await makePlace('virtualbox');
    assert.deepEqual(await abandonedPlaces(), []);
    abandon(place);
    const [abandoned] = await abandonedPlaces();
    assert.deepEqual(abandoned, { folder: place.folder, env: { ...place.env, NETKNEE_CPUS: '3' } });
    await removePlace(place);
    assert.deepEqual(await abandonedPlaces(), []);
  });

  it('has a machine as soon as Vagrant notes its id', async () => {
    const place = await makePlace('libvirt');
    assert.equal(await hasMachine(place), false);
    const notes = join(place.env.VAGRANT_DOTFILE_PATH!, 'machines/default/libvirt');
    await mkdir(notes, { recursive: true });
    assert.equal(await hasMachine(place), false);
    await writeFile(join(notes, 'id'), 'x');
    assert.equal(await hasMachine(place), true);
  });
});
