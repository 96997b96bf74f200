import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../../failure.js';
import type { Variant, VariantSource } from '../../types.js';
import { sandbox } from '../host/sandbox.testing.js';
import { Store, type Stored } from '../image/store.js';
import { rootfsBuilder } from './rootfs-builder.js';
import { buildVariant, variantPath } from './variant-build.js';

/** In the place of `unshare`, with which a build enters the guest's tree: notes the call, "compiles" by copying. */
const TOOLCHAIN = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
[ "$2" != true ] || exit 0
build=$6
shift 9
shift
echo "$*" >>"$NETKNEE_TEST_LOG"
grep -q broken "$build/tool.c" && { echo 'tool.c:1: error' >&2; exit 2; }
if [ "$1" = make ]; then cp "$build/tool.c" "$build/out"; fi
exit 0
`;

const CLONE = 'NETKNEE_TEST_CLONE';

describe('buildVariant', () => {
  const here = sandbox();
  const path = process.env.PATH;
  const rootfs = { artifact: { inputsSha256: 'r' }, folder: '/rootfs' } as Stored;
  const nobody: VariantSource = {
    kind: 'git',
    urls: ['file:///nonexistent/a.git'],
    tag: 'v1',
    commit: '0'.repeat(40),
    environment: CLONE,
  };
  const own = (name: string): VariantSource => ({ kind: 'path', path: here.path(name) });
  const variant = (sources: VariantSource[], more: Partial<Variant> = {}): Variant => ({
    name: 'control',
    title: '',
    tool: 'tool',
    sources,
    targets: ['lib', 'ip'],
    product: { path: 'out', as: 'tool' },
    ...more,
  });
  const build = (one: Variant, clones: Record<string, string> = {}) =>
    buildVariant(new Store(here.path('store')), rootfsBuilder(rootfs), one, {
      mirror: () => Promise.reject(new Error('no network is needed')),
      clones,
    });
  /** Makes a repository of the good source. @returns its commit */
  async function commitGood(): Promise<string> {
    const git = (...argv: string[]) => execa('git', ['-C', here.path('good'), ...argv]);
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    await git('init', '-q');
    await git('add', 'tool.c');
    await git(...who, 'commit', '-q', '-m', 'one');
    const { stdout } = await git('rev-parse', 'HEAD');
    return stdout;
  }
  const calls = async () => (await readFile(here.path('log'), 'utf8')).trimEnd().split('\n');

  beforeEach(async () => {
    await mkdir(here.path('bin'));
    await writeFile(here.path('bin/unshare'), TOOLCHAIN, { mode: 0o755 });
    await writeFile(here.path('log'), '');
    process.env.PATH = [here.path('bin'), path].join(delimiter);
    process.env.NETKNEE_TEST_LOG = here.path('log');
    for (const [name, text] of Object.entries({ good: 'void f()\n{\n\ta();\n}\n', bad: 'broken\n' })) {
      await mkdir(here.path(name));
      await writeFile(here.path(name, 'tool.c'), text);
    }
  });
  afterEach(() => {
    process.env.PATH = path;
    delete process.env.NETKNEE_TEST_LOG;
  });

  it('takes the first source that can be had, configures and makes it, and keeps the product alone', async () => {
    const one = variant([nobody, own('good'), own('bad')], { makeArguments: ['CC=gcc -fcommon'] });
    const built = await build(one);
    assert.deepEqual(await calls(), ['sh ./configure', 'make -j2 SUBDIRS=lib ip CC=gcc -fcommon']);
    assert.equal(built.artifact.details.source, 'path');
    assert.deepEqual(readdirSync(built.folder).sort(), ['artifact.json', 'tool']);
    assert.match(await readFile(variantPath(built, one), 'utf8'), /a\(\);/);
  });

  it('builds it once', async () => {
    const first = await build(variant([own('good')]));
    assert.deepEqual(await build(variant([nobody, own('good')])), first);
    assert.equal((await calls()).length, 2);
  });

  it('needs neither its source nor a network for what was built before', async () => {
    const commit = await commitGood();
    const clones = { [CLONE]: here.path('good') };
    const one = variant([{ ...nobody, commit }]);
    const first = await build(one, clones);
    await rm(here.path('good'), { recursive: true });
    assert.deepEqual(await build(one, clones), first);
  });

  it('is of the same source whatever was built before: of the first that can be had now', async () => {
    const commit = await commitGood();
    await mkdir(here.path('packaged'));
    await writeFile(here.path('packaged/tool.c'), 'packaged\n');
    const one = variant([{ ...nobody, commit }, own('packaged')]);
    const sourceOf = async (clones: Record<string, string>) =>
      (await build(one, clones)).artifact.details.source;
    const clones = { [CLONE]: here.path('good') };
    assert.equal(await sourceOf({}), 'path');
    assert.equal(await sourceOf(clones), 'git');
    assert.equal(await sourceOf({}), 'path', 'the one in the cache is not taken because it is there');
  });

  it('applies the patches, which make another thing of it', async () => {
    const patches = [{ file: 'tool.c', within: 'f', after: 'a();', line: 'b();' }];
    const [plain, patched] = [variant([own('good')]), variant([own('good')], { patches })];
    await build(plain);
    const built = await build(patched);
    assert.equal(await readFile(variantPath(built, patched), 'utf8'), 'void f()\n{\n\ta();\n\tb();\n}\n');
    assert.equal(built.artifact.details.patch, 'tool.c: b(); in f()');
  });

  it('does not go on to the next source when one fails to build', async () => {
    await assert.rejects(build(variant([own('bad'), own('good')])), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.message, /tool variant "control" could not be built/);
      assert.match(error.details.tail ?? '', /tool\.c:1: error/);
      return true;
    });
    assert.deepEqual(readdirSync(here.path('store/making')), []);
  });

  it('says what stood in the way of each source, and a remedy', async () => {
    await assert.rejects(
      build(variant([{ kind: 'guest', path: '/bin/tool', version: '1' }, nobody])),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.details.exit, 69);
        assert.match(
          error.message,
          /no source of tool variant "control".*not in the baked guest.*no git repository/,
        );
        assert.notEqual(error.details.remedy, undefined);
        return true;
      },
    );
    assert.equal(await readFile(here.path('log'), 'utf8'), '');
  });
});
