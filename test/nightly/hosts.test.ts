import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { beside } from '../beside.testing.js';
import { checkout } from '../checkout.testing.js';
import { type Host, makeHost, stepsOf } from '../host.testing.js';
import { resultsIn } from '../netknee.testing.js';

/** The oldest and the newest release bake by themselves; the one between them is given what the oldest baked and built. */
const SUITES = ['bullseye', 'bookworm', 'trixie'] as const;
const FOLDER = '/work/netknee';
const SUMMARY = '/work/summary';
const CACHE = 'home/bench/.cache';

interface FirstRun {
  host: Host;
  log: string;
  refused: { all: string; exitCode: number; left: string[] };
}

/** What `make bench` says to a user without subordinate ids, and whether what it says helps. */
async function refusal({ tree, call }: Host): Promise<FirstRun['refused']> {
  const folder = '/home/stranger/netknee';
  const made = await call('/', [
    'sh',
    '-euxc',
    `
    useradd --create-home stranger
    sed -i /^stranger:/d /etc/subuid /etc/subgid
    cp -a ${FOLDER} ${folder}
    rm -rf ${folder}/node_modules ${folder}/dist
    chown -R stranger: ${folder}
  `,
  ]);
  assert.equal(made.exitCode, 0, made.all);
  const bench = await call(folder, [
    'runuser',
    '-u',
    'stranger',
    '--',
    'env',
    'HOME=/home/stranger',
    'make',
    'bench',
  ]);
  const left = ['node_modules', 'dist'].filter((name) => existsSync(join(tree, folder, name)));
  return { all: bench.all as string, exitCode: bench.exitCode as number, left };
}

async function firstRun(suite: string, given: FirstRun | undefined): Promise<FirstRun> {
  const host = await makeHost(suite);
  const inTree = (path: string) => join(host.tree, path);
  const sources = await checkout([]);
  await cp(sources, inTree(FOLDER), { recursive: true, preserveTimestamps: true });
  if (given !== undefined) {
    const built = ['node_modules', 'dist'].map((name) => join(given.host.tree, FOLDER, name));
    await execa('cp', ['-a', ...built, inTree(FOLDER)]);
  }
  await writeFile(inTree(SUMMARY), '');
  let log = '';
  for (const { name, run } of await stepsOf('ci.yml', 'first-run')) {
    if (run === undefined) continue;
    if (name === 'Measure' && given !== undefined && suite === 'bookworm') {
      await execa('cp', ['-a', join(given.host.tree, CACHE), inTree('home/bench/')]);
    }
    const argv = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', run];
    const { all, exitCode } = await host.call(FOLDER, argv, { GITHUB_STEP_SUMMARY: SUMMARY });
    log += `== ${suite}: ${name}\n${all}\n`;
    assert.equal(exitCode, 0, log);
  }
  return { host, log, refused: await refusal(host) };
}

const isRoot = process.getuid?.() === 0;
const begun = new Map<string, () => Promise<FirstRun>>();
for (const suite of SUITES) {
  const oldest = begun.get(SUITES[0]);
  begun.set(
    suite,
    beside(async () => firstRun(suite, await oldest?.()), isRoot),
  );
}

describe('the workflow of every push, as it is written', function () {
  this.timeout(2_400_000);

  before(function () {
    needRoot(this);
  });

  for (const suite of SUITES) {
    describe(`on a minimal machine of Debian ${suite}`, () => {
      const asked = () => (begun.get(suite) as () => Promise<FirstRun>)();

      it('measures, as an ordinary user', async () => {
        const { host } = await asked();
        const { manifest, observations } = await resultsIn(join(host.tree, FOLDER, 'results'));
        assert.ok(manifest.trials.every(({ status }) => status === 'done'));
        for (const namespaces of [0, 500]) {
          assert.ok(
            observations.some(
              (row) => row.metric === 'create_latency' && row.factors.namespaces === namespaces,
            ),
          );
        }
        assert.match(await readFile(join(host.tree, SUMMARY), 'utf8'), /^## netknee run /m);
      });

      it('tells a user without subordinate ids what to do, before anything is fetched or built', async () => {
        const { host, refused } = await asked();
        assert.notEqual(refused.exitCode, 0);
        assert.deepEqual(refused.left, []);
        const remedy = /^ *(usermod --add-subuids \S+ --add-subgids \S+ stranger)$/m.exec(refused.all)?.[1];
        assert.ok(remedy !== undefined, refused.all);
        const helped = await host.call('/home/stranger/netknee', [
          'sh',
          '-euc',
          `${remedy}; runuser -u stranger -- env HOME=/home/stranger sh ci/rights.sh`,
        ]);
        assert.equal(helped.exitCode, 0, helped.all);
      });
    });
  }
});
