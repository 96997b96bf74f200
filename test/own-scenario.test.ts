import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import type { Artifact } from '../harness/types.js';
import {
  CLI,
  environment,
  netknee,
  type Results,
  resultsIn,
  temporaryFolder,
  valuesOf,
} from './netknee.testing.js';
import { ownScenario, scenarioText } from './own-scenario.testing.js';

const PACKAGES =
  "packages: ['nftables'], needs: { programs: ['nft', 'awk'], modules: ['nf_tables'], cpus: 2 },";

describe('a scenario of the user’s own, with packages of its own', function () {
  this.timeout(900_000);
  let parent: string;
  let folder: string;
  let results: Results;

  before(async () => {
    parent = await temporaryFolder();
    folder = await ownScenario(parent, 'mine', scenarioText('mine', PACKAGES));
    const out = await temporaryFolder();
    const { exitCode, stderr } = await netknee([
      'run',
      folder,
      '--profile',
      'smoke',
      '--clock',
      'instructions',
      '--out',
      out,
    ]);
    assert.equal(exitCode, EXIT.ok, stderr);
    results = await resultsIn(out);
  });

  const rootfs = ({ artifacts }: { artifacts: Artifact[] }) =>
    new Map(artifacts.filter(({ kind }) => kind === 'rootfs').map((one) => [one.name, one]));

  it('runs in a guest that has them, awk and its own program', () => {
    assert.deepEqual(valuesOf(results.observations, 'counted'), [3, 20]);
    assert.equal(results.manifest.trials[0]?.status, 'done');
  });

  it('has a guest of its own over the one that every scenario has', async () => {
    const trees = rootfs(results.manifest);
    assert.deepEqual([...trees.keys()], ['bookworm', 'bookworm+mine']);
    assert.equal(trees.get('bookworm+mine')?.details.over, trees.get('bookworm')?.sha256);
    assert.match(trees.get('bookworm+mine')?.details.packages ?? '', /^[0-9a-f]{64} {2}libnftables1_/m);
    assert.doesNotMatch(trees.get('bookworm')?.details.packages ?? '', /nftables/);
  });

  it('is baked the same byte for byte from its manifest, also by root that may not mount', async () => {
    const store = join((await environment()).XDG_CACHE_HOME as string, 'netknee/rootfs');
    const [layer] = (await readdir(store)).filter((name) => name.startsWith('bookworm+mine-'));
    await rm(join(store, layer as string), { recursive: true });
    // As in most containers; an ordinary user has a way of its own anyhow.
    const drop = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_admin'] : [];
    const [file, ...words] = [...drop, 'node', CLI, 'bake', '--from-manifest', results.folder];
    const options = { cwd: await temporaryFolder(), env: await environment(), reject: false } as const;
    const { exitCode, stdout, stderr } = await execa(file as string, words, options);
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.match(stdout, /packages of mine: nftables/);
    const digest = rootfs(results.manifest).get('bookworm+mine')?.sha256.slice(0, 16);
    assert.match(stdout, new RegExp(`rootfs bookworm\\+mine bookworm sha256 ${digest}`));
    const kept = (await readdir(store)).find((name) => name.startsWith('bookworm+mine-'));
    const tree = join(store, kept as string, 'tree');
    assert.equal(await readFile(join(tree, 'dev/null'), 'utf8'), '');
    assert.equal(existsSync(join(tree, 'usr/sbin/policy-rc.d')), false);
  });

  it('is found where it stood by a run that goes on, which says when it is gone', async () => {
    const again = await netknee(['run', '--resume', results.folder]);
    assert.equal(again.exitCode, EXIT.ok, again.stderr);
    assert.match(results.report, new RegExp(`netknee run ${folder} --profile smoke`));
    const whole = await netknee(['verify', results.folder]);
    assert.equal(whole.exitCode, EXIT.ok, whole.stdout + whole.stderr);
    assert.match(whole.stdout, /^yes +the plan is what the run was begun with/m);
    await rename(folder, `${folder}-moved`);
    const gone = await netknee(['run', '--resume', results.folder]);
    const unasked = await netknee(['verify', results.folder]);
    await rename(`${folder}-moved`, folder);
    assert.equal(gone.exitCode, EXIT.usage);
    assert.ok(gone.stderr.includes(`is gone: it stood in ${folder}`), gone.stderr);
    assert.equal((await netknee(['report', results.folder])).exitCode, EXIT.ok);
    // That its scenario is gone says nothing against a run.
    assert.equal(unasked.exitCode, EXIT.ok, unasked.stdout);
    assert.match(
      unasked.stdout,
      /^not asked the plan is what the run was begun with: the scenario mine of .* is gone/m,
    );
  });

  it('is told what its guest lacks before any trial, and what to do', async () => {
    const needs = "needs: { programs: ['nft', 'awk', 'sh'], modules: ['nf_tables', 'no_such'], cpus: 1 },";
    const lacking = await ownScenario(parent, 'lacking', scenarioText('lacking', needs));
    for (const command of [['bake'], ['run', '--clock', 'instructions', '--out', await temporaryFolder()]]) {
      const { exitCode, stdout, stderr } = await netknee([...command, lacking]);
      assert.equal(exitCode, EXIT.prerequisite, stderr);
      assert.match(
        stderr,
        /lacking can't be measured: its guest \(kernel 6\.1\) lacks program nft, program awk, kernel module no_such/,
      );
      assert.match(stderr, /Add the Debian package that has nft, awk to `packages`/);
      assert.match(stderr, /another --kernel that has no_such/);
      assert.doesNotMatch(stdout, /start lacking/);
    }
    const many = scenarioText('lacking', 'needs: { programs: [], modules: [], cpus: 3 },');
    await ownScenario(parent, 'lacking', many);
    const { exitCode, stderr } = await netknee(['bake', lacking]);
    assert.equal(exitCode, EXIT.prerequisite);
    assert.match(stderr, /it needs 3 CPUs, and a baked guest has 2/);
    await rm(lacking, { recursive: true });
  });

  it('is asked for once: what a guest had is remembered, and doctor says it', async () => {
    const { stdout, exitCode } = await netknee(['bake', folder]);
    assert.equal(exitCode, EXIT.ok);
    assert.doesNotMatch(stdout, /what mine needs/);
    const doctor = await netknee(['doctor', folder, '--json']);
    const found = (JSON.parse(doctor.stdout) as { what: string; state: string; detail: string }[])
      .filter(({ what }) => what.startsWith('mine: '))
      .map(({ what, state, detail }) => `${state} ${what}: ${detail}`);
    assert.deepEqual(found, [
      'ok mine: packages: nftables',
      'ok mine: baked: all that a run takes is there',
      'ok mine: needs: programs nft, awk; kernel modules nf_tables; 2 CPUs on the wall clock; a guest of kernel 6.1 has the programs and modules',
    ]);
  });

  it('says which package there is not', async () => {
    const text = scenarioText('typo', "packages: ['nftablse'],");
    const typo = await ownScenario(parent, 'typo', text);
    const { exitCode, stderr } = await netknee(['bake', typo]);
    assert.equal(exitCode, EXIT.prerequisite);
    assert.match(
      stderr,
      /the packages nftablse of typo .*Unable to locate package nftablse.*remedy: +Name packages of Debian/s,
    );
    const word = await ownScenario(parent, 'word', scenarioText('word', "packages: ['-o=Dir::Bin=x'],"));
    const refused = await netknee(['bake', word]);
    assert.equal(refused.exitCode, EXIT.usage);
    assert.match(refused.stderr, /is no name of a Debian package/);
    await rm(typo, { recursive: true });
    await rm(word, { recursive: true });
  });

  it('is listed beside a broken one, which is a line', async () => {
    await ownScenario(parent, 'broken', 'export default {');
    const config = join(await temporaryFolder(), 'netknee.config.yaml');
    await writeFile(config, `scenario-folders: ['${parent}']\n`);
    const list = await netknee(['list', '--config', config]);
    assert.equal(list.exitCode, EXIT.ok, list.stderr);
    assert.match(list.stdout, /^mine$/m);
    assert.equal(list.stderr.split('\n').length, 1, list.stderr);
    assert.match(list.stderr, new RegExp(`^netknee: left out: ${parent}/broken can't be used: `));
    const named = await netknee(['plan', 'broken', '--config', config]);
    assert.equal(named.exitCode, EXIT.usage);
    const plan = await netknee(['plan', basename(folder), '--config', config]);
    assert.equal(plan.exitCode, EXIT.ok, plan.stderr);
  });
});
