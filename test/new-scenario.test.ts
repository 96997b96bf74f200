import assert from 'node:assert/strict';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { netknee, resultsIn, temporaryFolder } from './netknee.testing.js';

describe('netknee new', function () {
  this.timeout(900_000);
  let parent: string;

  before(async () => {
    parent = await temporaryFolder();
    const { exitCode, stdout, stderr } = await netknee(['new', 'mine'], { cwd: parent });
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.match(stdout, /npx netknee run \.\/mine --profile smoke/);
  });

  it('writes a scenario that runs as it stands', async () => {
    const out = await temporaryFolder();
    const words = ['run', './mine', '--profile', 'smoke', '--clock', 'instructions', '--out', out];
    const { exitCode, stderr } = await netknee(words, { cwd: parent });
    assert.equal(exitCode, EXIT.ok, stderr);
    const { manifest, observations, report } = await resultsIn(out);
    assert.deepEqual(
      manifest.trials.map(({ status }) => status),
      ['done'],
    );
    const levels = observations
      .filter(({ metric }) => metric === 'operation_latency')
      .map(({ factors }) => factors.files);
    assert.deepEqual(levels, [0, 20]);
    assert.match(report, /Listing a folder by the number of its files/);
  });

  it('passes its own test, and is formatted and typed as the project is', async () => {
    const house = await temporaryFolder();
    for (const name of ['biome.json', 'tsconfig.json', 'package.json', 'harness', 'ci']) {
      await cp(join(packageRoot, name), join(house, name), { recursive: true });
    }
    await symlink(join(packageRoot, 'node_modules'), join(house, 'node_modules'));
    await mkdir(join(house, 'scenarios'));
    const run = (file: string, argv: string[]) => execa(file, argv, { cwd: house, reject: false, all: true });
    const made = await execa('npx', ['tsx', 'harness/cli.ts', 'new', 'mine'], { cwd: house });
    assert.match(made.stdout, /scenarios\/mine$/m);
    const tests = await run('npx', ['mocha', '--import=tsx', 'scenarios/mine/scenario.test.ts']);
    assert.equal(tests.exitCode, 0, tests.all);
    const lint = await run('npx', ['biome', 'check', 'scenarios']);
    assert.equal(lint.exitCode, 0, lint.all);
    const left = await run('sh', ['ci/instructions.sh']);
    assert.equal(left.exitCode, 1, 'instructions are left in it');
    assert.match(left.all ?? '', /scenarios\/mine\/scenario\.ts:\d+:.*REPLACE:/);
  });

  it('refuses what is there, and what is no name', async () => {
    for (const [name, words] of [
      ['mine', /is already there/],
      ['../x', /can't name a scenario/],
      ['Mine', /small letter/],
    ] as const) {
      const { exitCode, stderr } = await netknee(['new', name], { cwd: parent });
      assert.equal(exitCode, EXIT.usage);
      assert.match(stderr, words);
    }
    assert.match(await readFile(join(parent, 'mine/scenario.ts'), 'utf8'), /defineScenario/);
  });
});

describe('docs/scenario.md', () => {
  it('has a scenario that can be planned as it stands', async () => {
    const page = await readFile(join(packageRoot, 'docs/scenario.md'), 'utf8');
    const block = (kind: string) => new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``).exec(page)![1]!;
    const folder = join(await temporaryFolder(), 'refused-addresses');
    await mkdir(join(folder, 'guest'), { recursive: true });
    await writeFile(join(folder, 'scenario.ts'), block('ts'));
    await writeFile(join(folder, 'guest/rules.sh'), block('sh'));
    const { exitCode, stdout, stderr } = await netknee([
      'plan',
      folder,
      '--treatment',
      'method=set',
      '--json',
    ]);
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.deepEqual(JSON.parse(stdout).trials[0].treatments, { method: ['set'] });
    assert.ok(
      block('ts').trimEnd().split('\n').length <= 60 && block('sh').trimEnd().split('\n').length <= 25,
    );
    const wrong = await netknee(['plan', folder, '--treatment', 'method=tree']);
    assert.equal(wrong.exitCode, EXIT.usage);
    assert.match(wrong.stderr, /method has no level "tree".*Did you mean/s);
  });
});
