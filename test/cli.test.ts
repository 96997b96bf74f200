import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { discover } from '../harness/run/plan/discover.js';
import { resolvePlan } from '../harness/run/plan/resolve-plan.js';
import { namelessUser } from './as-user.testing.js';

const COMMANDS = [
  'list',
  'new',
  'plan',
  'doctor',
  'check',
  'bake',
  'run',
  'merge',
  'report',
  'verify',
  'compare',
  'trend',
  'site',
  'bisect',
  'image',
  'baseline',
  'prune',
  'shell',
  'clean',
];
/** By its own path: the command line is called in an empty folder. */
const TSX = import.meta.resolve('tsx');

describe('the command line', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netknee-test-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const netknee = (...argv: string[]) =>
    execa(process.execPath, ['--import', TSX, join(packageRoot, 'harness/cli.ts'), ...argv], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
      env: { XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') },
    });
  const refused = async (argv: string[], words: RegExp) => {
    const { exitCode, stderr, stdout } = await netknee(...argv);
    assert.equal(exitCode, EXIT.usage, `${argv.join(' ')}: ${stderr}`);
    assert.match(stderr, words);
    assert.doesNotMatch(stderr, /\n\s+at /, 'a mistake of the user shows no stack');
    assert.equal(stdout, '');
  };

  it('says its version', async () => {
    const { stdout, exitCode } = await netknee('--version');
    assert.match(stdout, /^\d+\.\d+\.\d+$/);
    assert.equal(exitCode, EXIT.ok);
  });

  it('lists every command, and shows an example of each that names a scenario there is', async () => {
    const scenarios = (await discover()).map(({ name }) => name);
    const top = await netknee('--help');
    assert.equal(top.exitCode, EXIT.ok);
    const listed = [...top.stdout.matchAll(/^ {2}([a-z]+) .*\S/gm)].map((match) => match[1]);
    assert.deepEqual(listed, [...COMMANDS, 'help']);
    const pages = await Promise.all(COMMANDS.map((command) => netknee(command, '--help')));
    for (const [i, { stdout, exitCode }] of [...pages.entries()]) {
      const command = COMMANDS[i] as string;
      assert.equal(exitCode, EXIT.ok, command);
      const examples = [...stdout.matchAll(/^ {2}\$ (netknee .*)$/gm)].map((match) => match[1] as string);
      assert.ok(/^Example:$/m.test(stdout) && examples.length > 0, command);
      for (const example of examples) {
        const words = example.split(' ');
        assert.equal(words[1], command);
        const named = words.slice(2).find((word) => /^[a-z]+-[a-z]+$/.test(word));
        // `new` names one that is not there yet.
        assert.ok(named === undefined || command === 'new' || scenarios.includes(named), example);
      }
    }
  });

  it('refuses an unknown command or option with 64, and says what is near', async () => {
    await refused(['plam'], /unknown command 'plam'\n\(Did you mean plan\?\)/);
    await refused(['plan', '--profil', 'quick'], /unknown option '--profil'\n\(Did you mean --profile\?\)/);
    await refused(['report'], /missing required argument 'folder'/);
  });

  it('prints the plan that a run would follow', async () => {
    const { stdout, exitCode } = await netknee(
      'plan',
      'netns-create',
      '--boots',
      '1',
      '--levels',
      '0,5',
      '--json',
    );
    assert.equal(exitCode, EXIT.ok);
    const { plan } = await resolvePlan({ scenarios: ['netns-create'], boots: 1, levels: [0, 5] });
    assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(plan)));
    const table = await netknee('plan', 'netns-create', '--boots', '1', '--levels', '0,5');
    for (const { id } of plan.trials) assert.ok(table.stdout.includes(id), id);
    assert.match(table.stdout, new RegExp(`digest ${plan.digest.slice(0, 12)}`));
  });

  it('refuses a scenario, level, setting or file that is none, with 64 and a remedy', async () => {
    await Promise.all([
      refused(['plan', 'nonsense'], /no scenario "nonsense"\n.*remedy: +Did you mean .*Known: /s),
      refused(['plan', '--levels', '0,x'], /--levels takes a whole number, not "x"/),
      refused(['plan', '--levels', '0,5'], /levels of which factor/),
      refused(['plan', '--profile', 'fast'], /profile .*fast.* is invalid.*quick/),
      refused(['plan', '--config', 'none.yaml'], /none\.yaml can't be read/),
      refused(['report', 'nowhere'], /nowhere\/manifest\.json can't be read/),
      refused(['run', '--resume', 'nowhere'], /nowhere\/manifest\.json can't be read/),
    ]);
  });

  it('reads netknee.config.yaml of the folder it is called in', async () => {
    const path = join(folder, 'netknee.config.yaml');
    await writeFile(path, 'clock: instructions\nboots: 1\n');
    try {
      const { stdout } = await netknee('plan', '--json');
      assert.ok(
        JSON.parse(stdout).trials.every((trial: { clock: string }) => trial.clock === 'instructions'),
      );
      await writeFile(path, 'clocks: instructions\n');
      await refused(['plan'], /unknown key "clocks"; did you mean "clock"\?/);
    } finally {
      await rm(path);
    }
  });

  it('finds nothing to clean where nothing ran', async () => {
    const { stdout, exitCode } = await netknee('clean');
    assert.deepEqual([stdout, exitCode], ['nothing was left behind', EXIT.ok]);
  });

  it('says which folder it has none for, where HOME is empty or XDG folders can’t be made, and does not hang', async () => {
    const call = (env: Record<string, string>) =>
      execa(process.execPath, ['--import', TSX, join(packageRoot, 'harness/cli.ts'), 'run'], {
        cwd: folder,
        reject: false,
        stdin: 'ignore',
        env,
      });
    const homeless = await call({ HOME: '', XDG_CACHE_HOME: '', XDG_STATE_HOME: '' });
    assert.equal(homeless.exitCode, EXIT.usage, homeless.stderr);
    assert.match(homeless.stderr, /HOME is empty, and XDG_CACHE_HOME is not set\n +remedy: +Set HOME/);
    const unmakeable = await call({ XDG_CACHE_HOME: '/proc/none' });
    assert.equal(unmakeable.exitCode, EXIT.io, unmakeable.stderr);
    assert.match(
      unmakeable.stderr,
      /the cache can't be at \/proc\/none\/netknee: \/proc\/none could not be made/,
    );
  });

  it('works for a user id that has no name', async function () {
    needRoot(this);
    const user = await namelessUser();
    const tsx = join(user.home, 'netknee/node_modules/tsx/dist/loader.mjs');
    const cli = join(user.home, 'netknee/harness/cli.ts');
    const { stdout, stderr } = await user.call(['node', '--import', tsx, cli, 'doctor', '--json']);
    const findings = JSON.parse(stdout || 'null') as { what: string; remedy?: string }[] | null;
    assert.notEqual(findings, null, stderr);
    assert.ok(findings!.some(({ what }) => what === 'rights to build'));
    const ids = findings!.find(({ what }) => what === 'subordinate ids');
    if (ids?.remedy !== undefined) assert.match(ids.remedy, /no_new_privs|no entry in \/etc\/passwd/);
  });
});
