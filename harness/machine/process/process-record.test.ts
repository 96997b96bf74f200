import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { sandbox } from '../host/sandbox.testing.js';
import { forgetProcess, isAlive, processRecords, recordProcess, startTimeOf } from './process-record.js';

describe('process records', () => {
  const here = sandbox();

  it('say who started what, before it is started and after', async () => {
    const record = await recordProcess('one trial', '/tmp/netknee-x');
    const owner = { pid: process.pid, startTime: await startTimeOf(process.pid) };
    const expected = { label: 'one trial', folder: '/tmp/netknee-x', owner, path: record.path };
    assert.deepEqual(await processRecords(), [{ ...expected, process: null }]);
    await record.started(process.pid);
    assert.deepEqual(await processRecords(), [{ ...expected, process: owner }]);
    assert.equal(statSync(record.path).mode & 0o777, 0o600);
    await forgetProcess(record);
    await forgetProcess(record);
    assert.deepEqual(await processRecords(), []);
  });

  it('tell a process from another that got its number', async () => {
    const child = execa('sleep', ['60'], { reject: false });
    const pid = child.pid as number;
    const startTime = (await startTimeOf(pid)) as string;
    assert.match(startTime, /^\d+$/);
    assert.equal(await isAlive({ pid, startTime }), true);
    assert.equal(await isAlive({ pid, startTime: String(Number(startTime) - 1) }), false);
    child.kill();
    await child;
    assert.equal(await isAlive({ pid, startTime }), false);
    assert.equal(await startTimeOf(pid), undefined);
  });

  it('are read past a name with brackets and spaces', async () => {
    const script = 'printf "a) b (" >/proc/$$/comm; read -r line </proc/$$/stat; echo "$line"; read -r line';
    const child = execa('bash', ['-c', script], { reject: false, stdin: 'pipe' });
    const stat = String(await new Promise((resolve) => child.stdout.once('data', resolve)));
    const read = await startTimeOf(child.pid as number);
    child.kill();
    await child;
    const [, after] = stat.split(' (a) b () ');
    assert.equal(read, after?.split(' ')[19]);
  });

  it('leave alone what is half-written or not theirs', async () => {
    const record = await recordProcess('one', '/tmp/netknee-x');
    await writeFile(here.path('state/netknee/machines/half.json'), '{"label": "o');
    await writeFile(here.path('state/netknee/machines/other.json'), '{"label": "other", "folder": "/"}');
    assert.deepEqual(
      (await processRecords()).map(({ path }) => path),
      [record.path],
    );
    assert.equal((await readdir(here.path('state/netknee/machines'))).length, 3);
  });

  it('take no zombie for alive', async () => {
    // Its parent becomes another program, which waits for nobody, before it ends.
    const words = 'exec 3<&0; sh -c "read line" <&3 & echo $!; exec sleep 30';
    const parent = execa('sh', ['-c', words], { stdin: 'pipe', reject: false });
    try {
      const pid = await new Promise<number>((resolve) =>
        parent.stdout.once('data', (text) => resolve(Number(text))),
      );
      while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await wait(20);
      parent.stdin.write('\n');
      while (!/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await wait(20);
      assert.equal(await startTimeOf(pid), undefined);
    } finally {
      parent.kill('SIGKILL');
      await parent;
    }
  });
});
