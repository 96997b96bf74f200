import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../harness/failure.js';
import { type DebianMirror, debianMirror } from '../harness/machine/debian/debian.js';
import { PinnedArchives } from '../harness/machine/debian/pinned-archives.js';
import { indexedPackages } from '../harness/machine/debian/pinned-package.js';
import { type PrivateApt, privateApt } from '../harness/machine/debian/private-apt.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { bakeRootfs, GUEST_ARCHITECTURE, GUEST_SUITE, rootfsTree } from '../harness/machine/image/rootfs.js';
import { Store } from '../harness/machine/image/store.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import type { Artifact, Manifest } from '../harness/types.js';
import { ordinaryUser } from './as-user.testing.js';
import { type DatedArchive, datedArchive } from './dated-archive.testing.js';
import { environment, netknee, resultsIn, temporaryFolder } from './netknee.testing.js';

/** Nothing listens there. Not the dated archive's address: apt gives up a host whose port it can't reach. */
const NOWHERE = 'http://127.0.0.2:9/debian';
const SCENARIO = 'ipvs-estimation';
const SHORT = ['--clock', 'instructions', '--possible-cpus', '2', '--levels', '0', '--boots', '1'];

const mirror = () => debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });

describe('bake --from-manifest', function () {
  this.timeout(600_000);

  /** A manifest of what stands in the tests' own cache. */
  async function manifestOfCache(): Promise<Manifest> {
    const bake = await netknee(['bake', SCENARIO]);
    assert.equal(bake.exitCode, EXIT.ok, bake.stderr);
    const cache = join((await environment()).XDG_CACHE_HOME as string, 'netknee');
    const records = (await readdir(cache, { recursive: true })).filter((name) =>
      name.endsWith('artifact.json'),
    );
    const read = async (name: string) => JSON.parse(await readFile(join(cache, name), 'utf8')) as Artifact;
    // The cache has what other tests baked, too: kernels of their own, trees of their own.
    const isBaked = ({ kind, name, sha256 }: Artifact) =>
      bake.stdout
        .split('\n')
        .some((line) => line.startsWith(`${kind} ${name} `) && line.endsWith(` ${sha256.slice(0, 16)}`));
    const example = await readFile(join(packageRoot, 'results/example/manifest.json'), 'utf8');
    return {
      ...(JSON.parse(example) as Manifest),
      run: 'last-year',
      artifacts: (await Promise.all(records.map(read))).filter(isBaked),
    };
  }

  async function written(manifest: Manifest): Promise<string> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    return folder;
  }

  it('makes the same image, kernel and programs for another user, byte for byte, and a run takes them', async function () {
    needRoot(this);
    const manifest = await manifestOfCache();
    const user = await ordinaryUser();
    const folder = join(user.home, 'last-year');
    await mkdir(folder);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    // Nothing of how the caller's session is set up gets into what is baked.
    const strange = {
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'de_DE.UTF-8',
      TZ: 'Pacific/Chatham',
      TAR_OPTIONS: '--verbose',
    };
    const call = (argv: string[], env: Record<string, string> = {}) => {
      const words = [
        'sh',
        '-c',
        'umask 077; exec "$@"',
        'sh',
        'node',
        'netknee/dist/harness/cli.js',
        ...argv,
      ];
      return user.call(words, { ...strange, ...env });
    };
    const bake = await call(['bake', SCENARIO, '--from-manifest', folder]);
    assert.equal(bake.exitCode, EXIT.ok, bake.stderr);
    const [, same, of] =
      /^as in last-year: (\d+) of (\d+) artifacts, byte for byte$/m.exec(bake.stdout) ?? [];
    assert.ok(Number(of) > 5);
    assert.equal(same, of, bake.stdout);

    // What an ordinary bake made of today's packages stands elsewhere, and is not taken for it.
    const out = join(user.home, 'results');
    const offline = { NETKNEE_DEBIAN_MIRROR: NOWHERE };
    const run = await call(['run', SCENARIO, ...SHORT, '--from-manifest', folder, '--out', out], offline);
    assert.equal(run.exitCode, EXIT.ok, run.stderr);
    const { folder: results, manifest: after } = await resultsIn(out);
    const digest = (artifacts: Artifact[]) => artifacts.find(({ kind }) => kind === 'rootfs')?.sha256;
    assert.equal(digest(after.artifacts), digest(manifest.artifacts));
    // What the user asked for by name is as private as their umask says.
    assert.equal((await stat(results)).mode & 0o777, 0o700);
    const ordinary = await call(['bake', SCENARIO], offline);
    assert.equal(ordinary.exitCode, EXIT.prerequisite);
  });

  it('lists what can’t be had and where it looked, and leaves nothing', async () => {
    const manifest = await manifestOfCache();
    const [rootfs] = manifest.artifacts.filter(({ kind }) => kind === 'rootfs') as [Artifact];
    rootfs.details.packages = (rootfs.details.packages as string)
      .replace(/ dash_\S+_/, ' dash_0.1-1_')
      .replace(/\S+(?= {2}sed_)/, '0'.repeat(64));
    const cache = await temporaryFolder();
    const bake = await netknee(['bake', SCENARIO, '--from-manifest', await written(manifest)], {
      env: { XDG_CACHE_HOME: cache },
    });
    assert.equal(bake.exitCode, EXIT.prerequisite);
    assert.match(bake.stderr, /guest of last-year can't be baked once more: 2 things can't be had/);
    assert.match(bake.stderr, /dash 0\.1-1 [a-z0-9]+, SHA-256 [0-9a-f]{64}$/m);
    assert.match(bake.stderr, /sed \S+ [a-z0-9]+, SHA-256 0{64}; there it has SHA-256 [0-9a-f]{64}$/m);
    assert.ok(bake.stderr.includes(`${(await mirror()).main} ${GUEST_SUITE}\n`));
    assert.match(bake.stderr, /snapshot: "https:\/\/snapshot\.debian\.org\/archive\/debian\/\d{8}T\d{6}Z\/"/);
    const left = (await readdir(cache, { recursive: true })).filter(
      (name) => !/^netknee(\/making)?$/.test(name),
    );
    assert.deepEqual(left, []);
  });
});

/** base-passwd and all it depends on: the least that a guest's tree is made of. */
const SMALL = ['base-passwd', 'libc6', 'libcrypt1', 'libdebconfclient0', 'libgcc-s1', 'gcc-12-base'];
const SMALL_TOO = ['libselinux1', 'libpcre2-8-0'];

describe('a guest of a dated archive', function () {
  this.timeout(300_000);
  let apt: PrivateApt;
  let work: string;
  let archive: DatedArchive;
  let packages: string;

  before(async () => {
    work = await temporaryFolder();
    // apt checks signatures as a user of its own, who must get at the keys.
    await chmod(work, 0o755);
    for (const name of ['apt', 'archive']) await mkdir(join(work, name));
    apt = await privateApt(join(work, 'apt'), await mirror(), GUEST_SUITE, 'deb');
    const what = 'packages of the test';
    const shown = await apt.run('apt-cache', ['show', '--no-all-versions', ...SMALL, ...SMALL_TOO], { what });
    await apt.run('apt-get', ['download', '-q', 'base-passwd'], { cwd: work, what });
    const deb = (await readdir(work)).find((name) => name.endsWith('.deb')) as string;
    archive = await datedArchive(join(work, 'archive'), join(work, deb));
    const lines = indexedPackages(shown).map(
      ({ name, version, sha256 }) =>
        `${sha256}  ${name}_${version.replaceAll(':', '%3a')}_${GUEST_ARCHITECTURE}.deb`,
    );
    packages = lines
      .map((line) => (line.includes(' base-passwd_') ? archive.line : line))
      .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
      .join('\n');
  });
  after(() => archive.close());

  async function bake(pinned: string, snapshot?: Partial<DebianMirror>, from = mirror) {
    const store = new Store(await temporaryFolder());
    const archives = new PinnedArchives({
      store: store.folder,
      mirror: from,
      snapshot: snapshot && { main: archive.url, keys: [archive.keyring], dated: true, ...snapshot },
      what: 'the test can’t bake',
      remedy: 'none',
    });
    try {
      return await bakeRootfs(store, { mirror: from, pin: { packages: pinned, archives } });
    } finally {
      await archives.end();
    }
  }

  const refused = async (work: Promise<unknown>, ...patterns: RegExp[]) =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, EXIT.prerequisite);
      for (const pattern of patterns) assert.match(`${error.message}\n${error.details.tail}`, pattern);
      return true;
    });

  it('has what the mirror has no more, though the archive’s signature expired, and is the same each time', async () => {
    const [one, two] = [await bake(packages, {}), await bake(packages, {})];
    assert.equal(one.artifact.sha256, two.artifact.sha256);
    assert.equal(one.artifact.details.packages, packages);
    assert.match(packages, /base-passwd_\S+~dated_[a-z0-9]+\.deb/);
    assert.ok(existsSync(join(rootfsTree(one), 'etc/passwd')));
  });

  it('lists the package when no archive is named, and when one is signed by nobody known', async () => {
    const missing = /one thing can't be had[\s\S]*base-passwd \S+~dated [a-z0-9]+, SHA-256/;
    await refused(bake(packages), missing);
    await refused(bake(packages, { keys: [] }), missing, /127\.0\.0\.1:\d+\/ bookworm \(does not answer/);
  });

  it('lists everything when the mirror is gone and the archive has one package alone', async () => {
    const gone = () => Promise.resolve({ main: NOWHERE });
    await refused(
      bake(packages, {}, gone),
      /7 things can't be had/,
      /libc6 /,
      /127\.0\.0\.2:9\/debian bookworm \(does not/,
    );
  });
});
