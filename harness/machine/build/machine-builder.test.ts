import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import type { MachineCheck } from '../remote/remote-check.js';
import { openLocal } from '../remote/remote-machine.js';
import { machineBuilder } from './machine-builder.js';

describe('machineBuilder', () => {
  const here = sandbox();
  const check = { distribution: 'Debian 11', toolchain: { compiler: 'gcc 10', libc: 'glibc 2.31' } };
  const builder = machineBuilder(openLocal, check as Required<MachineCheck>);
  const options = { deadlineS: 20, what: 'it does not build' };
  const left = () => readdirSync('/tmp').filter((name) => name.startsWith('netknee-build-'));
  let before: string[];

  beforeEach(async () => {
    before = left();
    await mkdir(here.path('tree/sub'), { recursive: true });
    await writeFile(here.path('tree/in'), 'source\n');
  });

  it('builds in a folder of the machine and brings back what is asked for', async () => {
    const commands = [
      ['cp', 'in', 'sub/out'],
      ['sh', '-c', 'pwd >here; cat here >>sub/out', 'a word'],
    ];
    await builder.build(here.path('tree'), commands, ['sub/out'], options);
    const [source, folder] = (await readFile(here.path('tree/sub/out'), 'utf8')).split('\n');
    assert.equal(source, 'source');
    assert.match(folder ?? '', /^\/tmp\/netknee-build-[0-9a-f-]+$/);
    assert.deepEqual(readdirSync(here.path('tree')).sort(), ['in', 'sub'], 'and nothing else');
    assert.deepEqual(left(), before);
  });

  it('says which command failed, and leaves nothing', async () => {
    const work = builder.build(here.path('tree'), [['sh', '-c', 'echo broken >&2; exit 3']], [], options);
    await assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure);
      assert.deepEqual(
        [error.message, error.details.exitCode, error.details.tail],
        ['it does not build', 3, 'broken'],
      );
      return true;
    });
    assert.deepEqual(left(), before);
  });

  it('takes a program of the distribution with what it says of its version, or says that there is none', async () => {
    const tool = here.path('tool');
    const script = '#!/bin/sh\necho "tool $1 1.2"\n';
    await writeFile(tool, script, { mode: 0o755 });
    assert.equal(await builder.takeShipped(tool, here.path('taken'), options), 'tool -V 1.2');
    assert.equal((await stat(here.path('taken'))).size, script.length);
    await assert.rejects(
      builder.takeShipped('/nonexistent/tool', here.path('none'), options),
      (error) => error instanceof Failure && error.details.exit === 69,
    );
  });
});
