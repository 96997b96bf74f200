import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { C_FLAGS } from '../harness/machine/build/programs.js';
import { debianMirror } from '../harness/machine/debian/debian.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { bakeRootfs, rootfsTree } from '../harness/machine/image/rootfs.js';
import { Store } from '../harness/machine/image/store.js';
import { rootPrefix } from '../harness/machine/process/root-access.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { CLI, environment, netknee, temporaryFolder } from './netknee.testing.js';

const SCRIPT = join(packageRoot, 'harness/machine/process/in-rootfs.sh');
/** As root in a container that the engine gave no right to mount. */
const MAY_NOT_MOUNT = ['setpriv', '--bounding-set=-sys_admin'];

describe('where nothing may be mounted', function () {
  this.timeout(600_000);
  let cache: string;

  before(async function () {
    needRoot(this);
    const { exitCode, stderr } = await netknee(['bake', 'netns-create']);
    assert.equal(exitCode, EXIT.ok, stderr);
    cache = join((await environment()).XDG_CACHE_HOME as string, 'netknee');
  });

  it('a program comes out of the guest’s tree byte for byte as it does elsewhere', async () => {
    const mirror = () => debianMirror({});
    const tree = rootfsTree(await bakeRootfs(new Store(cache), { mirror }));
    async function made(how: 'mount' | 'copy', words: string[]): Promise<Buffer> {
      const build = await temporaryFolder();
      await copyFile(join(packageRoot, 'harness/probes/frame.c'), join(build, 'frame.c'));
      const gcc = ['sh', '-c', 'cd /build && exec gcc "$@"', 'sh', ...C_FLAGS, '-o', 'frame', 'frame.c'];
      const [file, ...argv] = [...words, 'sh', SCRIPT, how, tree, build, ...gcc];
      await execa(file as string, argv);
      assert.deepEqual((await readdir(build)).sort(), ['frame', 'frame.c']);
      return readFile(join(build, 'frame'));
    }
    const [mounted, copied] = [await made('mount', rootPrefix('root')), await made('copy', MAY_NOT_MOUNT)];
    assert.equal(mounted.equals(copied), true);
  });

  it('a variant’s build reaches nothing on the network, and is a variant all the same', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const source = await temporaryFolder();
    await copyFile(
      join(packageRoot, 'harness/machine/process/fixtures/connect.c'),
      join(source, 'connect.c'),
    );
    await writeFile(
      join(source, 'configure'),
      `gcc -o connect connect.c && { ./connect ${port}; echo "configure: $?" >seen; }\n`,
    );
    await writeFile(
      join(source, 'Makefile'),
      `all:\n\tmkdir -p ip\n\t./connect ${port}; echo "make: $$?" >>seen\n\tmv seen ip/ip\n`,
    );
    await mkdir(join(source, 'lib'));
    try {
      const words = [CLI, 'bake', 'netns-create', '--variant', `mine=path:${source}`];
      const [file, ...argv] = [...MAY_NOT_MOUNT, 'node', ...words];
      const { exitCode, all } = await execa(file as string, argv, {
        cwd: await temporaryFolder(),
        env: await environment(),
        all: true,
        reject: false,
        stdin: 'ignore',
      });
      assert.equal(exitCode, EXIT.ok, all);
    } finally {
      server.close();
    }
    const [built] = (await readdir(join(cache, 'variant'))).filter((name) => name.startsWith('mine-'));
    // 2: there was no socket to connect with; 0 would be a connection.
    assert.equal(
      await readFile(join(cache, 'variant', built as string, 'ip'), 'utf8'),
      'configure: 2\nmake: 2\n',
    );
  });
});
