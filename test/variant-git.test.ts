import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Builder } from '../harness/machine/build/builder.js';
import { rootfsBuilder } from '../harness/machine/build/rootfs-builder.js';
import { buildVariant, variantPath } from '../harness/machine/build/variant-build.js';
import { identifySource } from '../harness/machine/build/variant-source.js';
import { debianMirror } from '../harness/machine/debian/debian.js';
import { bakeRootfs } from '../harness/machine/image/rootfs.js';
import { Store } from '../harness/machine/image/store.js';
import type { Variant } from '../harness/types.js';
import { environment, netknee, temporaryFolder } from './netknee.testing.js';

const CLONE = 'NETKNEE_TEST_GIT_IPROUTE2';

describe('a variant of a git repository', function () {
  this.timeout(600_000);
  const mirror = () => debianMirror({});
  let store: Store;
  let builder: Builder;
  let repository: string;
  let commit: string;

  /** A repository with Debian's iproute2 as its only commit: no other git host can be counted on. */
  before(async () => {
    await netknee(['bake']);
    store = new Store(join((await environment()).XDG_CACHE_HOME as string, 'netknee'));
    builder = rootfsBuilder(await bakeRootfs(store, { mirror }));
    const source = { kind: 'debian-source', package: 'iproute2', suite: 'bookworm' } as const;
    const fetch = await (await identifySource(source, { mirror, clones: {} })).reach();
    const fetched = join(await temporaryFolder(), 'iproute2');
    await fetch(fetched);
    repository = await temporaryFolder();
    await cp(fetched, repository, { recursive: true, verbatimSymlinks: true });
    const git = (...argv: string[]) =>
      execa('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...argv], { cwd: repository });
    await git('init', '-q');
    await git('add', '-A', '-f');
    await git('commit', '-q', '-m', 'iproute2');
    await git('tag', 'v0');
    commit = (await git('rev-parse', 'HEAD')).stdout.trim();
  });

  const variant = (pinned: string, urls: string[]): Variant => ({
    name: 'from-git',
    title: 'iproute2 of the test repository',
    tool: 'iproute2',
    sources: [{ kind: 'git', urls, commit: pinned, tag: 'v0', environment: CLONE }],
    targets: ['lib', 'ip'],
    product: { path: 'ip/ip', as: 'ip' },
  });

  it('is built from the pinned commit of a local clone, and runs', async () => {
    const built = await buildVariant(store, builder, variant(commit, []), {
      mirror,
      clones: { [CLONE]: repository },
    });
    assert.deepEqual(built.artifact.details, { source: 'git', tag: 'v0', commit });
    const { stdout } = await execa(variantPath(built, variant(commit, [])), ['-V']);
    assert.match(stdout, /iproute2/);
  });

  it('is not built again, and needs no repository, when it stands', async () => {
    const built = await buildVariant(store, builder, variant(commit, ['file:///nowhere']), {
      mirror,
      clones: {},
    });
    assert.equal(built.artifact.details.commit, commit);
  });

  it('is had from the first URL that answers', async () => {
    const made = new Store(await temporaryFolder());
    const urls = ['file:///nowhere.git', `file://${repository}`];
    const built = await buildVariant(made, builder, variant(commit, urls), { mirror, clones: {} });
    assert.equal(built.artifact.details.commit, commit);
  });

  it('is refused, with the remedy, when the commit is not there', async () => {
    const pinned = variant('0123456789012345678901234567890123456789', []);
    await assert.rejects(
      buildVariant(store, builder, pinned, { mirror, clones: { [CLONE]: repository } }),
      (error: { details: { remedy?: string } }) => error.details.remedy?.includes(CLONE) === true,
    );
  });
});
