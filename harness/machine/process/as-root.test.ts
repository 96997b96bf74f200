import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { needRoot } from '../../probes/compile.testing.js';
import { C_FLAGS } from '../build/programs.js';
import { packageRoot } from '../host/places.js';
import { sandbox } from '../host/sandbox.testing.js';
import { runInRootfs } from './as-root.js';
import { rootPrefix } from './root-access.js';
import { addCompiler, makeSmallTree } from './small-tree.testing.js';

const SCRIPT = join(packageRoot, 'harness/machine/process/in-rootfs.sh');
const WITHOUT_NETWORK = join(packageRoot, 'harness/machine/process/without-network.c');
/** As root in a container that the engine gave no right to mount. */
const MAY_NOT_MOUNT = ['setpriv', '--bounding-set=-sys_admin'];
const options = { deadlineS: 60, what: 'tool.c does not compile', exit: EXIT.internal };

describe('a build in the guest’s tree', () => {
  const here = sandbox();

  before(function () {
    needRoot(this);
  });

  /** A tree, and a folder to build in. */
  async function tree(how: 'mount' | 'copy' = 'mount'): Promise<[string, string]> {
    const [root, build] = [here.path('tree'), here.path('build')];
    await makeSmallTree(root);
    if (how === 'copy') await addCompiler(root, WITHOUT_NETWORK);
    mkdirSync(build);
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

  /** What a hostile `configure` may try, each line of `seen` saying what came of it. */
  const HOSTILE = `
    exec 2>/dev/null
    # A special built-in that fails would end the shell.
    (echo changed >/etc/motd); (echo new >/etc/left); (echo x >/tmp/left)
    mknod /etc/disk b 8 0; mknod /build/disk b 8 0
    { id -u; for one in /dev/*; do echo "$one"; done; } >>seen
    exit 0`;

  for (const how of ['mount', 'copy'] as const) {
    it(`leaves the tree as it was and makes no device, whatever it is told to do (${how})`, async () => {
      const [root, build] = await tree(how);
      const before = readdirSync(root, { recursive: true }).sort();
      const inner = ['sh', '-c', `cd /build && ${HOSTILE}`];
      const drop = how === 'copy' ? MAY_NOT_MOUNT : rootPrefix('root');
      const [file, ...words] = [...drop, 'sh', SCRIPT, how, root, build, ...inner];
      const { exitCode, stderr } = await execa(file as string, words, { reject: false });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(readdirSync(root, { recursive: true }).sort(), before);
      assert.equal(readFileSync(join(root, 'etc/motd'), 'utf8'), 'as baked\n');
      assert.deepEqual(readdirSync(build), ['seen'], 'no device node in the folder either');
      assert.equal(statSync(join(build, 'seen')).uid, 0);
      assert.match(readFileSync(join(build, 'seen'), 'utf8'), how === 'copy' ? /^65534$/m : /^0$/m);
    });
  }

  it('has no capability and gains no privilege', async () => {
    const [root, build] = await tree();
    const dumped = await runInRootfs(root, build, ['setpriv', '--dump'], options);
    assert.match(dumped, /^Capability bounding set: \[none\]$/m);
    assert.match(dumped, /^no_new_privs: 1$/m);
  });

  for (const how of ['mount', 'copy'] as const) {
    it(`reaches nothing that listens on the host (${how})`, async () => {
      const [root, build] = await tree(how);
      const source = fileURLToPath(new URL('./fixtures/connect.c', import.meta.url));
      await execa('gcc', [...C_FLAGS, '-o', join(build, 'connect'), source]);
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const port = String((server.address() as AddressInfo).port);
      try {
        assert.equal((await execa(join(build, 'connect'), [port])).exitCode, 0, 'the host itself reaches it');
        const words =
          how === 'copy' ? [...MAY_NOT_MOUNT, 'sh', SCRIPT] : [...rootPrefix('root'), 'sh', SCRIPT];
        const [file, ...argv] = [...words, how, root, build, '/build/connect', port];
        const { exitCode } = await execa(file as string, argv, { reject: false });
        // No network to connect in, or no socket at all.
        assert.equal(exitCode, how === 'copy' ? 2 : 1);
      } finally {
        server.close();
      }
    });
  }

  it('is not begun where its network can’t be taken away', async () => {
    const [root, build] = await tree();
    const words = [...MAY_NOT_MOUNT, 'sh', SCRIPT, 'copy', root, build, 'sh', '-c', 'echo x >/build/ran'];
    const [file, ...argv] = words;
    const { exitCode, stderr } = await execa(file as string, argv, { reject: false });
    assert.equal(exitCode, 125);
    assert.match(stderr, /without-network\.c could not be compiled .* no build is run with a network/);
    assert.deepEqual(readdirSync(build), []);
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
    const [root, build] = await tree('copy');
    writeFileSync(join(build, 'in'), 'text');
    const inner = 'cat /build/in >/build/out; echo noise >/dev/null; exit 3';
    const [file, ...words] = [...MAY_NOT_MOUNT, 'sh', SCRIPT, 'copy', root, build, 'sh', '-c', inner];
    const { exitCode } = await execa(file as string, words, { reject: false });
    assert.equal(exitCode, 3);
    assert.equal(readFileSync(join(build, 'out'), 'utf8'), 'text');
    assert.deepEqual(readdirSync(join(root, 'build')), [], 'nothing stays in the tree');
    assert.equal(existsSync(`${root}.without-network`), false, 'nor beside it');
    assert.equal(readFileSync(join(root, 'dev/null'), 'utf8'), '');
  });
});
