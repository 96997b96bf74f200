import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { EXIT, Failure } from '../failure.js';
import { needRoot } from '../probes/compile.testing.js';
import { runInRootfs } from './as-root.js';
import { packageRoot } from './places.js';
import { sandbox } from './sandbox.testing.js';

const SCRIPT = join(packageRoot, 'harness/machine/in-rootfs.sh');
const options = { deadlineS: 60, what: 'tool.c does not compile', exit: EXIT.internal };

describe('a build in the guest’s tree', () => {
  const here = sandbox();

  before(function () {
    needRoot(this);
  });

  /** A tree with a shell, cat and env in it, and a folder to build in. */
  async function tree(): Promise<[string, string]> {
    const [root, build] = [here.path('tree'), here.path('build')];
    for (const folder of ['build', 'dev', 'usr/bin', 'bin'])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'dev/null'), '');
    mkdirSync(build);
    for (const program of ['/usr/bin/env', '/bin/sh', '/bin/cat']) {
      const { stdout } = await execa('ldd', [program]);
      const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path as string);
      for (const path of [program, ...libraries]) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        cpSync(path, join(root, path), { dereference: true });
      }
    }
    return [root, build];
  }

  const failureOf = (work: Promise<unknown>): Promise<Failure> =>
    work.then(
      () => assert.fail('it went well'),
      (error) => {
        assert.ok(error instanceof Failure, String(error));
        return error;
      },
    );

  it('sees the folder at /build, and what fails in it is told as its own failure', async () => {
    const [root, build] = await tree();
    writeFileSync(join(build, 'in'), 'text');
    assert.equal(await runInRootfs(root, build, ['sh', '-c', 'cat /build/in'], options), 'text');
    const { message, details } = await failureOf(
      runInRootfs(root, build, ['sh', '-c', 'echo tool.c:1: error >&2; exit 1'], options),
    );
    assert.deepEqual([message, details.tail, details.exit], [options.what, 'tool.c:1: error', EXIT.internal]);
  });

  it('is not said to fail when it could not be begun', async () => {
    const [root, build] = await tree();
    for (const [words, at] of [
      [/could not be mounted into/, join(root, 'no-tree')],
      [/No such file or directory|not found/, root],
    ] as const) {
      const { message, details } = await failureOf(runInRootfs(at, build, ['no-such-compiler'], options));
      assert.match(message, /^a build could not be begun in the guest's tree/);
      assert.doesNotMatch(message, /does not compile/);
      assert.match(details.tail ?? '', words);
      assert.equal(details.exit, EXIT.prerequisite);
      assert.notEqual(details.remedy, undefined);
    }
  });

  it('is copied in and out where nothing may be mounted', async () => {
    const [root, build] = await tree();
    writeFileSync(join(build, 'in'), 'text');
    const inner = 'cat /build/in >/build/out; echo noise >/dev/null; exit 3';
    // As root in a container that the engine gave no right to mount.
    const words = ['--bounding-set=-sys_admin', 'sh', SCRIPT, 'copy', root, build, 'sh', '-c', inner];
    const { exitCode } = await execa('setpriv', words, { reject: false });
    assert.equal(exitCode, 3);
    assert.equal(readFileSync(join(build, 'out'), 'utf8'), 'text');
    assert.equal(existsSync(join(root, 'build/in')), false, 'nothing stays in the tree');
    assert.equal(readFileSync(join(root, 'dev/null'), 'utf8'), '');
  });
});
