import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { testFolder } from '../../probes/compile.testing.js';
import type { FactSource } from '../../types.js';
import { networkFiles } from './network-files.js';
import { notRead, soon } from './not-read.js';
import { readFact } from './read-fact.js';

describe('facts of a machine in use', function () {
  this.timeout(30_000);
  const read = async (from: FactSource) => {
    const { name: _, title: _1, from: _2, ...value } = await readFact({ name: 'f', title: 'f', from });
    return value;
  };

  it('are the running kernel and what a program says of its version', async () => {
    assert.deepEqual(await read({ read: 'kernel' }), { state: 'known', value: release() });
    const version = (said: string, pattern: string) =>
      read({ read: 'version', command: ['echo', said], pattern });
    const known = { state: 'known', value: 'ss151103' };
    assert.deepEqual(await version('ip utility, iproute2-ss151103', 'iproute2-(\\S+)'), known);
    assert.deepEqual(await version('BusyBox', 'iproute2-(\\S+)'), {
      state: 'not known',
      why: 'echo BusyBox says "BusyBox", and no version',
    });
    assert.deepEqual(await read({ read: 'version', command: ['netknee-no-such', '-V'], pattern: '(.)' }), {
      state: 'absent',
      why: 'there is no program "netknee-no-such"',
    });
  });

  it('are lines and entries, without the titles of a list', async () => {
    const folder = join(testFolder(), 'facts');
    await mkdir(folder);
    await writeFile(join(folder, 'list'), 'title\ntitle\na\nb\nc\n');
    await writeFile(join(folder, 'empty'), '');
    const lines = (name: string, absent?: string) =>
      read({ read: 'lines', file: join(folder, name), skip: 2, ...(absent !== undefined && { absent }) });
    assert.deepEqual(await lines('list'), { state: 'known', value: 3 });
    assert.deepEqual(await lines('empty'), { state: 'known', value: 0 });
    assert.deepEqual(await lines('none', 'no module'), { state: 'known', value: 0, beside: 'no module' });
    assert.equal((await lines('none')).state, 'not known');
    assert.deepEqual(await read({ read: 'entries', folder }), { state: 'known', value: 2 });
    const nobody = { read: 'entries', folder: join(folder, 'none'), absent: 'nobody' } as const;
    assert.deepEqual(await read(nobody), { state: 'known', value: 0, beside: 'nobody' });
    const printed = { read: 'printed lines', command: ['seq', '7'], skip: 3 } as const;
    assert.deepEqual(await read(printed), { state: 'known', value: 4 });
    assert.deepEqual(await read({ ...printed, command: ['true'] }), { state: 'known', value: 0 });
    assert.match(JSON.stringify(await read({ ...printed, command: ['false'] })), /false {2}?failed|failed/);
  });

  it('are settings of the kernel, or that one is not there', async () => {
    const { value } = (await read({ read: 'sysctl', key: 'kernel.pid_max' })) as { value: unknown };
    assert.ok(typeof value === 'number' && value > 0);
    assert.deepEqual(await read({ read: 'sysctl', key: 'net.nothing.here' }), {
      state: 'absent',
      why: 'not there',
    });
    assert.equal((await read({ read: 'livepatched', function: 'netknee_no_such' })).state, 'absent');
  });

  it('are of every network namespace that may be seen, this one first', async () => {
    const { files } = await networkFiles('/proc/net/dev');
    assert.equal(files[0], '/proc/self/net/dev');
    assert.deepEqual(await networkFiles('/etc/passwd'), { files: ['/etc/passwd'] });
    const { value } = (await read({ read: 'lines', file: '/proc/net/dev', skip: 2 })) as { value: number };
    assert.ok(value >= 1);
  });

  it('say that root is needed where a right is missing, and that a file system hangs', async () => {
    const denied = notRead(Object.assign(new Error('EACCES: denied'), { code: 'EACCES' }));
    assert.equal(denied.why, process.getuid?.() === 0 ? 'EACCES: denied' : 'needs root');
    const never = soon(new Promise<never>(() => {}), 0.05).catch(notRead);
    assert.deepEqual(await never, { state: 'not known', why: 'not read within 0.05 s' });
    if (process.getuid?.() === 0) return;
    const folder = join(testFolder(), 'closed');
    await mkdir(folder);
    await chmod(folder, 0);
    assert.deepEqual(await read({ read: 'entries', folder }), { state: 'not known', why: 'needs root' });
  });
});
