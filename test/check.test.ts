import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import type { CheckedMachine, CheckedScenario } from '../harness/run/check/check-machine.js';
import { lawsOfRun } from '../harness/run/check/laws-of-run.js';
import { lawsPath, lawsText, SHIPPED_RUNS } from '../harness/run/check/shipped-laws.js';
import { discover } from '../harness/run/plan/discover.js';
import { testUser } from './as-user.testing.js';
import { type CheckSession, checkSession, whyNotInGuest } from './check-guest.testing.js';
import { CLI, netknee, temporaryFolder } from './netknee.testing.js';

const only = ({ scenarios }: CheckedMachine, name: string): CheckedScenario => {
  const found = scenarios.find(({ scenario }) => scenario === name);
  assert.ok(found, name);
  return found;
};

describe('the laws that come with the scenarios', () => {
  it('are what the runs that come along give (make laws)', async () => {
    const scenarios = await discover();
    const runs = await Promise.all(SHIPPED_RUNS.map((run) => lawsOfRun(join(packageRoot, run), scenarios)));
    const found = new Map(runs.flatMap((run) => [...run]));
    const asking = scenarios.filter(({ check }) => check?.law !== undefined);
    assert.ok(asking.length >= 7);
    for (const scenario of asking) {
      const laws = found.get(scenario.name);
      assert.ok(laws !== undefined && laws.laws.length > 0, scenario.name);
      assert.equal(await readFile(lawsPath(scenario), 'utf8'), lawsText(laws), scenario.name);
    }
  });
});

describe('netknee check', function () {
  this.timeout(120_000);

  it('reads this machine as it is', async () => {
    const { exitCode, stdout, stderr } = await netknee(['check', '--json']);
    assert.ok(exitCode === EXIT.ok || exitCode === EXIT.affected, stderr);
    const checked = JSON.parse(stdout) as CheckedMachine;
    const kernel = checked.facts.find(({ from }) => from.read === 'kernel');
    assert.deepEqual(kernel?.state === 'known' && kernel.value, release());
    assert.ok(checked.possibleCpus.state === 'known' && Number(checked.possibleCpus.value) >= 1);
    assert.equal(
      exitCode === EXIT.affected,
      checked.scenarios.some(({ state }) => state === 'affected'),
    );
    assert.deepEqual(
      checked.scenarios.map(({ scenario }) => scenario),
      (await discover()).filter(({ check }) => check !== undefined).map(({ name }) => name),
    );
    assert.ok(checked.scenarios.length >= 8);
  });

  it('needs no right and writes nothing', async function () {
    needRoot(this);
    const user = await testUser();
    const asUser = await user.netknee(['check', '--json']);
    assert.equal(asUser.exitCode, EXIT.ok, asUser.stderr);
    const refused = await user.netknee(['check', '--measure', '5']);
    assert.equal(refused.exitCode, EXIT.prerequisite, refused.stderr);
    assert.match(refused.stderr, /tracing the kernel needs root[\s\S]*sudo netknee check --measure 5/);
    const places = await temporaryFolder();
    const nowhere = { XDG_CACHE_HOME: join(places, 'cache'), XDG_STATE_HOME: join(places, 'state') };
    const script = 'mount -o remount,bind,ro / && exec "$@"';
    const words = ['--mount', 'sh', '-c', script, 'sh', process.execPath, CLI, 'check'];
    const { exitCode, stdout, stderr } = await execa('unshare', words, {
      cwd: '/',
      env: nowhere,
      reject: false,
    });
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.match(stdout, /^netns-create: /m);
    assert.deepEqual(
      [existsSync(nowhere.XDG_CACHE_HOME), existsSync(nowhere.XDG_STATE_HOME)],
      [false, false],
    );
  });

  /** Checked where there are so many named namespaces, and a program `ip` that says what it is told. */
  async function withNamespaces(count: number, says: string, ...words: string[]) {
    const bin = await temporaryFolder();
    await writeFile(join(bin, 'ip'), `#!/bin/sh\nprintf '${says}\\n'\n`, { mode: 0o755 });
    const script =
      'mkdir -p /run/netns && mount -t tmpfs none /run/netns && cd /run/netns && seq "$1" | xargs -r touch && shift && exec "$@"';
    return execa(
      'unshare',
      [
        ...['--mount', 'sh', '-c', script, 'sh', String(count)],
        ...[process.execPath, CLI, 'check', 'netns-create', ...words],
      ],
      { env: { PATH: `${bin}:${process.env.PATH}` }, reject: false },
    );
  }

  it('says with 4 that a machine is affected: an old iproute2 and many namespaces', async function () {
    needRoot(this);
    const old = 'ip utility, iproute2-ss151103';
    const { exitCode, stdout } = await withNamespaces(3000, old, '--json');
    assert.equal(exitCode, EXIT.affected);
    const { state, amount, prediction, from = 0 } = only(JSON.parse(stdout), 'netns-create');
    assert.deepEqual([state, amount], ['affected', 3000]);
    // 20 µs of the instruction clock each.
    assert.ok(prediction !== undefined && prediction.value > 3000 * 15e3 && prediction.value < 3000 * 25e3);
    const few = await withNamespaces(from - 1, old);
    assert.equal(few.exitCode, EXIT.ok);
    assert.match(few.stdout, new RegExp(`netns-create: not affected; would be from ${from} named`));
    const mended = await withNamespaces(3000, 'ip utility, iproute2-4.9.0');
    assert.equal(mended.exitCode, EXIT.ok);
    assert.match(mended.stdout, /netns-create: not affected$/m);
  });

  it('shows what a program says and does not obey it', async function () {
    needRoot(this);
    const { exitCode, stdout } = await withNamespaces(3000, 'BusyBox \\033[2J');
    assert.equal(exitCode, EXIT.ok);
    assert.match(stdout, /iproute2: not known: ip -V says "BusyBox \\u001b\[2J"/);
    assert.match(stdout, /netns-create: not known/);
  });

  it('predicts by a run of one’s own', async function () {
    needRoot(this);
    const folder = await temporaryFolder();
    await cp(join(packageRoot, 'results/example'), folder, { recursive: true });
    const words = ['--laws', folder, '--json'];
    const { stdout } = await withNamespaces(3000, 'ip utility, iproute2-4.8.0', ...words);
    const { run } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { run: string };
    assert.equal(only(JSON.parse(stdout), 'netns-create').lawsFrom, run);
  });

  it('refuses what it can’t do', async () => {
    for (const [argv, exit, message] of [
      [['check', '--measure', 'long'], EXIT.usage, /--measure takes seconds from 1 to 3600, not "long"/],
      [['check', 'nothing'], EXIT.usage, /there is no scenario "nothing"/],
      [['check', '--laws', '/nonexistent'], EXIT.usage, /nonexistent/],
    ] as const) {
      const { exitCode, stderr } = await netknee([...argv]);
      assert.equal(exitCode, exit, stderr);
      assert.match(stderr, message);
    }
  });
});

describe('netknee check in a guest', function () {
  this.timeout(600_000);
  let said: CheckSession;

  before(async function () {
    const why = await whyNotInGuest();
    if (why !== '') {
      if (process.env.CI === 'true') throw new Error(why);
      console.log(`skipped: ${why}`);
      this.skip();
    }
    said = await checkSession('6.1');
  });

  const of = (name: string) => {
    const { code, text } = said.get(name) ?? assert.fail(`nothing of ${name}`);
    return { code, text, checked: () => only(JSON.parse(text) as CheckedMachine, 'ipvs-estimation') };
  };

  it('without rules is not affected, and says from how many on it would be', () => {
    const { code, text, checked } = of('none');
    assert.equal(code, EXIT.ok, text);
    const { state, amount, from = 0 } = checked();
    assert.deepEqual([state, amount], ['would be', 0]);
    assert.ok(from > 5000 && from < 10_000, `from ${from}`);
  });

  it('with rules is affected, by what any user may read', () => {
    const { code, text, checked } = of('user');
    assert.equal(code, EXIT.affected, text);
    const { state, amount, prediction } = checked();
    assert.deepEqual([state, amount], ['affected', 20_000]);
    // As results/example measured it: 28.0 ms of the instruction clock.
    assert.ok(prediction !== undefined && prediction.value > 27e6 && prediction.value < 29e6);
    assert.match(text, /needs root/);
  });

  it('has its timer measured beside the prediction, and every tracing setting as before', () => {
    const { code, text, checked } = of('measured');
    assert.equal(code, EXIT.affected, text);
    const { measured } = checked();
    assert.ok(measured !== undefined && !('why' in measured), text);
    assert.ok(measured.runs >= 1 && measured.medianNs > 1e6);
    assert.deepEqual([of('tracing').code, of('tracing').text.trim()], [0, '']);
    assert.ok(of('settings').code > 8);
  });

  it('does not measure while somebody else traces, whose trace stays', () => {
    const { code, text } = of('traced');
    // Its rules are told all the same.
    assert.equal(code, EXIT.affected, text);
    assert.match(text, /somebody is tracing this machine:\s+current_tracer is function_graph/);
    assert.equal(said.get('tracer')?.word, 'function_graph');
  });

  it('with estimation turned off is not affected', () => {
    const { code, text, checked } = of('off');
    assert.equal(code, EXIT.ok, text);
    assert.match(checked().because[0] ?? '', /nothing is estimated/);
  });

  it('is affected by the rules of another network namespace', () => {
    const { code, text, checked } = of('elsewhere');
    assert.equal(code, EXIT.affected, text);
    assert.equal(checked().amount, 12_000);
    assert.match(text, /the most of \d network namespaces/);
  });
});
