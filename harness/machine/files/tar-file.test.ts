import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import { sandbox } from '../host/sandbox.testing.js';
import { packTar, unpackTar } from './tar-file.js';

describe('a tar', () => {
  const here = sandbox();

  function tree(): string {
    const folder = here.path('tree');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin/tool'), 'tool', { mode: 0o755 });
    symlinkSync('/etc/elsewhere', join(folder, 'link'));
    return folder;
  }

  it('has the same bytes whenever and by whomever its files were written', async () => {
    const folder = tree();
    await packTar(folder, here.path('one.tar'), ['.']);
    utimesSync(join(folder, 'bin/tool'), 1, 1);
    chmodSync(join(folder, 'bin/tool'), 0o4755);
    await packTar(folder, here.path('two.tar'), ['.']);
    assert.ok(readFileSync(here.path('one.tar')).equals(readFileSync(here.path('two.tar'))));
  });

  it('is one that tar understands, with owner root', async () => {
    await packTar(tree(), here.path('one.tar'), ['.']);
    const { stdout } = await execa('tar', ['--numeric-owner', '-tvf', here.path('one.tar')]);
    const lines = stdout.split('\n').map((line) => line.split(/\s+/));
    assert.deepEqual(
      lines.map(([mode, owner, , , , name]) => [mode, owner, name]),
      [
        ['drwxr-xr-x', '0/0', './'],
        ['drwxr-xr-x', '0/0', './bin/'],
        ['-rwxr-xr-x', '0/0', './bin/tool'],
        ['lrwxrwxrwx', '0/0', './link'],
      ],
    );
  });

  it('has a hard link as a file of its own, and comes back as it was', async () => {
    const folder = tree();
    // Many names, so that some are come upon while others are still read.
    for (let i = 0; i < 50; i++) linkSync(join(folder, 'bin/tool'), join(folder, `bin/twin-${i}`));
    await packTar(folder, here.path('one.tar'), ['.']);
    const into = here.path('back');
    mkdirSync(into);
    await unpackTar(here.path('one.tar'), into);
    for (const name of ['bin/tool', 'bin/twin-0', 'bin/twin-49']) {
      assert.equal(readFileSync(join(into, name), 'utf8'), 'tool');
      assert.equal(statSync(join(into, name)).mode & 0o777, 0o755);
    }
    assert.equal(readlinkSync(join(into, 'link')), '/etc/elsewhere');
  });

  it('is refused when an entry would be written elsewhere, is a device, or runs as its owner', async () => {
    const into = here.path('into');
    const cases: [RegExp, string][] = [
      [/leads out of the folder/, 'touch ../out && tar -P -cf "$1" ../out'],
      [
        /leads out of the folder/,
        'touch /tmp/netknee-test-absolute && tar -P -cf "$1" /tmp/netknee-test-absolute; rm /tmp/netknee-test-absolute',
      ],
      [
        /written through a link/,
        'ln -s /tmp dir && tar -cf "$1" dir && rm dir && mkdir dir && touch dir/f && tar -rf "$1" dir/f',
      ],
      [/is a FIFO/, 'mkfifo pipe && tar -cf "$1" pipe'],
      [/has the mode 4755/, 'touch su && chmod 4755 su && tar -cf "$1" su'],
    ];
    for (const [index, [words, script]] of cases.entries()) {
      const folder = here.path(`made-${index}`, 'in');
      mkdirSync(folder, { recursive: true });
      const file = here.path(`made-${index}.tar`);
      await execa('sh', ['-ec', script, 'sh', file], { cwd: folder });
      mkdirSync(into, { recursive: true });
      await assert.rejects(
        unpackTar(file, into),
        (error) => error instanceof Failure && words.test(error.message),
        script,
      );
    }
    assert.equal(existsSync(here.path('out')), false);
  });
});
