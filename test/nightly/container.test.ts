import assert from 'node:assert/strict';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { beside } from '../beside.testing.js';
import { checkout } from '../checkout.testing.js';
import { debianTree, registryEnvironment } from '../debian-tree.testing.js';
import { resultsIn } from '../netknee.testing.js';
import { type PodmanUser, podmanUser } from '../podman.testing.js';

const USER = 64_998;
const BENCH = ['bench', 'ENGINE=podman', 'SCENARIOS=netns-create', 'PROFILE=smoke', 'CLOCK=instructions'];
const BASE = 'localhost/base';
/** A base for the image, with this machine's own way to packages: no registry of images is asked. */
async function importBase(user: PodmanUser): Promise<void> {
  const tar = join(user.folder, 'base.tar');
  await debianTree('bookworm', [], tar);
  const change = Object.entries(registryEnvironment()).flatMap((pair) => [
    '--change',
    `ENV ${pair.join('=')}`,
  ]);
  const imported = await user.call(['podman', 'import', ...change, tar, BASE]);
  assert.equal(imported.exitCode, 0, imported.all);
}

/** The project's sources, and nothing that was built, as this user's. */
async function sourcesOf(uid: number): Promise<string> {
  const folder = await checkout([]);
  await execa('chown', ['-R', `${uid}:${uid}`, folder]);
  // The folder above it is a temporary one, which no other user may enter.
  await execa('chmod', ['755', join(folder, '..')]);
  return folder;
}

async function contained() {
  const [user, root] = [await podmanUser(USER), await podmanUser(0)];
  await importBase(user);
  const folders = { user: await sourcesOf(USER), root: await sourcesOf(0) };
  // The same words in both calls: they are part of the image's name.
  const options = `BUILD_OPTIONS=--network host --build-arg BASE=${BASE} --build-arg BAKE=netns-create`;
  const bench = (who: PodmanUser, cwd: string) =>
    who.call(['make', ...BENCH, options], { cwd, hidden: ['node', 'npm', 'npx', 'git', 'mmdebstrap'] });
  const built = await bench(user, folders.user);
  assert.equal(built.exitCode, EXIT.ok, built.all);

  const { stdout } = await user.call([
    'podman',
    'images',
    '--format',
    '{{.Repository}}:{{.Tag}}',
    'localhost/netknee',
  ]);
  const image = stdout as string;
  const pipe = [...user.words, 'podman', 'save', image, '|', ...root.words, 'podman', 'load'];
  await execa('sh', ['-euc', pipe.join(' ')]);
  const loaded = await bench(root, folders.root);
  assert.equal(loaded.exitCode, EXIT.ok, loaded.all);
  return { folders, image, root, built: built.all as string, loaded: loaded.all as string };
}

const begun = beside(contained, process.getuid?.() === 0);

describe('a container of podman', function () {
  this.timeout(1_800_000);

  before(function () {
    needRoot(this);
  });

  for (const [who, uid] of [
    ['user', USER],
    ['root', 0],
  ] as const) {
    it(`measures for ${who}, with nothing but make and the engine on the machine`, async () => {
      const { folders, built, loaded } = await begun();
      assert.match(built, /^building localhost\/netknee:/m);
      assert.doesNotMatch(loaded, /^building /m);
      const { folder, manifest, observations, report } = await resultsIn(join(folders[who], 'results'));
      assert.ok(manifest.trials.every(({ status }) => status === 'done'));
      assert.ok(
        observations.some(
          ({ metric, factors }) => metric === 'create_latency' && factors.variant === 'reverted',
        ),
      );
      assert.match(report, /^# /);
      assert.equal((await stat(join(folder, 'report.md'))).uid, uid);
    });
  }

  it('writes the same report again, without a network, by `report`', async () => {
    const { folders, image, root } = await begun();
    const { folder, report } = await resultsIn(join(folders.root, 'results'));
    await writeFile(join(folder, 'report.md'), '');
    const mount = ['--volume', `${folder}:/work/run`];
    const said = await root.call([
      'podman',
      'run',
      '--rm',
      '--network',
      'none',
      ...mount,
      image,
      'report',
      'run',
    ]);
    assert.equal(said.exitCode, EXIT.ok, said.all);
    assert.equal(await readFile(join(folder, 'report.md'), 'utf8'), report);
  });

  it('measures as a user without a name and a home, by npx', async () => {
    const { folders, image, root } = await begun();
    const out = join(folders.root, 'of-nobody');
    await mkdir(out);
    await chown(out, 12_345, 12_345);
    const nobody = ['--user', '12345:12345', '--passwd=false', '--env', 'HOME=', '--cap-drop', 'all'];
    const where = ['--rm', '--network', 'none', '--volume', `${out}:/work/results`, '--entrypoint', 'npx'];
    const words = ['netknee', 'run', 'netns-create', '--profile', 'smoke', '--clock', 'instructions'];
    const said = await root.call(['podman', 'run', ...nobody, ...where, image, ...words]);
    assert.equal(said.exitCode, EXIT.ok, said.all);
    const { folder, manifest } = await resultsIn(out);
    assert.ok(manifest.trials.every(({ status }) => status === 'done'));
    assert.equal((await stat(folder)).uid, 12_345);
  });

  it('ends in order when it is told to', async () => {
    const { image, root } = await begun();
    const words = ['run', 'netns-create', '--profile', 'smoke', '--clock', 'instructions'];
    const running = root.call([
      'podman',
      'run',
      '--rm',
      '--name',
      'told',
      '--network',
      'none',
      image,
      ...words,
    ]);
    const began = new Promise<void>((resolve) => {
      running.all.on('data', (piece) => /^start /m.test(String(piece)) && resolve());
    });
    await Promise.race([began, running]);
    const told = await root.call(['podman', 'kill', '--signal', 'TERM', 'told']);
    assert.equal(told.exitCode, 0, told.all);
    const { all, exitCode } = await running;
    assert.equal(exitCode, EXIT.interrupted, all);
    assert.match(all as string, /netknee: SIGTERM: ending in order/);
  });
});
