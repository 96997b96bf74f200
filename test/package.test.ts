import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { checkout } from './checkout.testing.js';
import { environment, resultsIn, temporaryFolder } from './netknee.testing.js';
import { ownScenario } from './own-scenario.testing.js';

const AUTHOR = ['-c', 'user.name=netknee', '-c', 'user.email=netknee@example.org'];

/** Packs a fresh checkout as `npm publish` would, and installs it into an empty folder outside. */
async function installed(): Promise<{ folder: string; commit: string; files: string[] }> {
  const sources = await checkout(['node_modules']);
  for (const argv of [
    ['init', '-q'],
    ['add', '.'],
    [...AUTHOR, 'commit', '-q', '-m', 'all'],
  ]) {
    await execa('git', argv, { cwd: sources });
  }
  const commit = (await execa('git', ['rev-parse', 'HEAD'], { cwd: sources })).stdout;
  const packed = await execa('npm', ['pack', '--json', '--silent'], { cwd: sources });
  const [{ filename, files }] = JSON.parse(packed.stdout) as [
    { filename: string; files: { path: string }[] },
  ];
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}\n');
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await execa('npm', ['install', ...quiet, join(sources, filename)], { cwd: folder });
  return { folder, commit, files: files.map(({ path }) => path) };
}

/** A scenario of a user's own; `more` is put among its fields. */
const scenario = (more: string): string => `
import { defineScenario, csvRows, type Scenario } from 'netknee';
const given = {} as Omit<Scenario, 'name'>;
export default defineScenario({ ...given, name: 'mine', ${more} });
export const rows: readonly unknown[] = csvRows('a,b\\n1,2\\n', ['a', 'b']);
`;

describe('the npm package, installed outside the checkout', function () {
  this.timeout(600_000);
  let folder: string;
  let commit: string;
  let files: string[];

  before(async () => {
    ({ folder, commit, files } = await installed());
  });

  const npx = async (...argv: string[]) =>
    execa('npx', ['--no-install', 'netknee', ...argv], {
      cwd: folder,
      env: await environment(),
      reject: false,
      stdin: 'ignore',
    });

  it('has what a run reads, and nothing of the tests, the sources or the example', () => {
    const unwanted = files.filter((path) =>
      /\.(test|testing)\.|^(test|ci|results|\.\w)|fixtures|\.map$|(?<!\.d)\.ts$/.test(path),
    );
    assert.deepEqual(unwanted, []);
    for (const path of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'Vagrantfile',
      'docs/scenario.md',
      'dist/harness/cli.js',
    ]) {
      assert.ok(files.includes(path), path);
    }
  });

  it('says which commit it was packed from', async () => {
    const record = await readFile(join(folder, 'node_modules/netknee/dist/commit.json'), 'utf8');
    assert.deepEqual(JSON.parse(record), { commit, dirty: false });
  });

  it('measures: npx netknee run netns-create', async () => {
    const { exitCode, stderr } = await npx(
      'run',
      'netns-create',
      '--profile',
      'smoke',
      '--clock',
      'instructions',
    );
    assert.equal(exitCode, EXIT.ok, stderr);
    const { manifest, observations, report } = await resultsIn(join(folder, 'results'));
    assert.ok(manifest.trials.every(({ status }) => status === 'done'));
    assert.ok(observations.some(({ metric }) => metric === 'create_latency'));
    assert.match(report, /^# /);
  });

  it('finds its scenarios, all their scripts and its Vagrantfile', async () => {
    const { stdout, exitCode } = await npx('list', '--json');
    assert.equal(exitCode, EXIT.ok);
    const names = (JSON.parse(stdout) as { name: string; onlyByName: boolean }[])
      .filter(({ onlyByName }) => !onlyByName)
      .map(({ name }) => name);
    assert.deepEqual(names, ['ipvs-estimation', 'netns-create']);
    const tracked = await execa('git', ['ls-files', 'harness', 'scenarios', 'Vagrantfile'], {
      cwd: packageRoot,
    });
    const read = tracked.stdout
      .split('\n')
      .filter(
        (path) =>
          /(\.(c|h|sh|browser\.js)|Vagrantfile)$/.test(path) && !/\.testing\.|\/fixtures\//.test(path),
      );
    assert.ok(read.length > 50);
    assert.deepEqual(
      read.filter((path) => !files.includes(path)),
      [],
    );
  });

  describe('for a scenario of the user', () => {
    async function typecheck(text: string): Promise<string> {
      await writeFile(join(folder, 'scenario.ts'), text);
      // Declarations are checked too, and nothing but the package's own dependencies gives types to them.
      const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', types: [] };
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['scenario.ts'] }),
      );
      const tsc = join(packageRoot, 'node_modules/.bin/tsc');
      return (await execa(tsc, ['-p', '.'], { cwd: folder, reject: false })).stdout;
    }

    it('has types, by tsc', async () => {
      assert.equal(await typecheck(scenario('')), '');
      assert.match(
        await typecheck(scenario('namme: 1')),
        /error TS\d+: .*'namme' does not exist in type 'ScenarioDefinition'/,
      );
    });

    it('is found by its path and loaded without a build step, also from a folder without node_modules', async () => {
      const near = await ownScenario(folder, 'near');
      const far = await ownScenario(await temporaryFolder(), 'far');
      const { stdout, stderr, exitCode } = await npx('list', './near', far);
      assert.equal(exitCode, EXIT.ok, stderr);
      assert.match(stdout, /^near\n[\s\S]*^far\n/m);
      // The same text is typed where the package is installed.
      assert.equal(await typecheck(await readFile(join(near, 'scenario.ts'), 'utf8')), '');
    });

    it('is imported by that name, and by no path inside', async () => {
      const imported = (name: string) =>
        execa('node', ['-e', `import('${name}').then((all) => console.log(typeof all.defineScenario))`], {
          cwd: folder,
          reject: false,
        });
      assert.equal((await imported('netknee')).stdout, 'function');
      assert.match((await imported('netknee/dist/harness/cli.js')).stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
    });
  });
});
