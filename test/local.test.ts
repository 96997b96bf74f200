import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { parseMachineState } from '../harness/probes/machine-state.js';
import { testUser } from './as-user.testing.js';
import { KilledRun, whatWasMeasured } from './kills.testing.js';
import { netknee, recordedGuests, resultsIn, temporaryFolder, valuesOf } from './netknee.testing.js';
import { ownScenario, scenarioText } from './own-scenario.testing.js';

const SMOKE = ['run', 'netns-create', '--provider', 'local', '--profile', 'smoke'];

async function machineState() {
  const script = join(packageRoot, 'harness/probes/machine-state.sh');
  return parseMachineState((await execa('sh', [script])).stdout);
}

/** Without what other programs of this machine do meanwhile: containers come and go, trees are unpacked below /tmp. */
function ours(state: Awaited<ReturnType<typeof machineState>>): Map<string, string[]> {
  const mine = new Map(
    [...state].map(([kind, lines]) => [kind, lines.filter((line) => !line.startsWith('/tmp/'))]),
  );
  mine.delete('network-namespaces');
  return mine;
}

const namedNamespaces = () => readdir('/run/netns').catch(() => []);

describe('the provider local', function () {
  this.timeout(600_000);
  let uninterrupted: string[] | undefined;

  it('measures on this machine and leaves it as it was', async function () {
    needRoot(this);
    const out = await temporaryFolder();
    const before = await machineState();
    const named = await namedNamespaces();
    const { exitCode, stderr, stdout } = await netknee([...SMOKE, '--allow-destructive', '--out', out]);
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.match(stdout, /a machine that was not made for them/);
    assert.deepEqual(ours(await machineState()), ours(before));
    assert.deepEqual(await namedNamespaces(), named);
    assert.deepEqual(await recordedGuests(), []);

    const { manifest, observations, report } = await resultsIn(out);
    uninterrupted = whatWasMeasured(observations);
    const [trial] = manifest.trials;
    assert.equal(manifest.trials.length, 1);
    // `disturbed`: another program may have used the CPUs meanwhile; nothing is left behind in any case.
    assert.notEqual(trial?.status, 'failed');
    assert.doesNotMatch(trial?.reasons.join() ?? '', /left behind/);
    assert.equal(trial?.accelerator, 'own machine');
    const { stdout: release } = await execa('uname', ['-r']);
    assert.ok(trial.guest.kernel?.includes(release), 'the kernel of this machine');
    for (const namespaces of [0, 20]) {
      const values = valuesOf(observations, 'create_latency', { namespaces, variant: 'upstream' });
      assert.equal(values.length, 3);
      assert.ok(values.every((value) => value > 0));
    }
    const { stdout: possible } = await execa('getconf', ['_NPROCESSORS_CONF']);
    assert.equal(observations[0]?.kernel, 'installed');
    assert.ok(observations.every(({ possibleCpus }) => possibleCpus >= Number(possible)));
    assert.match(report, /wall \(own machine; on the wall clock\)/);
  });

  it('leaves it so when it is killed, too, and is resumed to the same rows', async function () {
    needRoot(this);
    const before = await machineState();
    const run = await KilledRun.of([...SMOKE, '--allow-destructive']);
    // Its namespaces are there then, and more are being added.
    assert.equal(await run.killedAt({ trial: 0, event: 15, laterMs: 0 }), true);
    assert.deepEqual(ours(await machineState()), ours(before));
    const { observations } = await run.ends();
    assert.deepEqual(ours(await machineState()), ours(before));
    assert.deepEqual(whatWasMeasured(observations), uninterrupted);
  });

  it('sets back what the scenario itself watches, and says what it could not', async function () {
    needRoot(this);
    const place = await temporaryFolder();
    const [set, kept] = [join(place, "it's set"), join(place, 'kept')];
    await writeFile(set, 'as before\nand so on\n');
    await writeFile(kept, 'old\n');
    const word = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
    const watches = [
      { name: 'set', command: `cat ${word(set)}`, restore: `cat >${word(set)}` },
      { name: 'kept', command: `cat ${word(kept)}` },
    ];
    // A trial that other work on this machine disturbs is run twice.
    const change = `for file in ${word(set)} ${word(kept)}; do echo new >>"$file"; done; echo 1`;
    const steps = `({ levels }: Trial) => numbered(levels.map((level) => ({
      title: 'change', argv: ['sh', '-c', ${JSON.stringify(change)}], deadlineS: 9, onFailure: 'abort' as const,
      level, factors: { rules: level }, parse: counted })))`;
    const more = `watches: ${JSON.stringify(watches)}, steps: ${steps}, factors: [{ name: 'rules', title: 'rules', kind: 'amount', scope: 'state', levels: [1] }],`;
    const folder = await ownScenario(await temporaryFolder(), 'changes', scenarioText('changes', more));
    const out = await temporaryFolder();
    const words = ['--provider', 'local', '--profile', 'smoke', '--allow-destructive', '--out', out];
    const { exitCode, stderr } = await netknee(['run', folder, ...words]);
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.equal(await readFile(set, 'utf8'), 'as before\nand so on\n');
    assert.match(await readFile(kept, 'utf8'), /^old\n(new\n){1,2}$/);

    const { manifest, folder: results } = await resultsIn(out);
    const reasons = manifest.trials[0]?.reasons.filter((reason) => reason.startsWith('left behind: watch'));
    assert.deepEqual(reasons, ['left behind: watch kept: new new']);
    assert.equal(manifest.trials[0]?.status, 'disturbed');
    const before = await readFile(join(results, 'raw', manifest.trials[0].id, 'machine-before.txt'), 'utf8');
    assert.match(before, /^@@ watch set\nas before\nand so on\n@@ watch kept\nold\n/m);
  });

  it('refuses a machine that may not break, before anything is prepared', async function () {
    needRoot(this);
    if (existsSync('/etc/netknee-disposable')) return this.skip();
    const out = await temporaryFolder();
    const { exitCode, stderr, stdout } = await netknee([...SMOKE, '--out', out]);
    assert.equal(exitCode, EXIT.prerequisite);
    assert.match(stderr, /not known to be disposable/);
    assert.match(stderr, /remedy: .*--allow-destructive/);
    assert.doesNotMatch(stdout, /prepare/);
  });

  it('refuses an ordinary user, and the instruction clock', async function () {
    const clock = await netknee([...SMOKE, '--allow-destructive', '--clock', 'instructions']);
    assert.equal(clock.exitCode, EXIT.usage);
    assert.match(clock.stderr, /has no instruction clock/);
    needRoot(this);
    const user = await (await testUser()).netknee(SMOKE);
    assert.equal(user.exitCode, EXIT.prerequisite, user.stderr);
    assert.match(user.stderr, /needs root/);
  });

  it('is planned without a look at the machine', async () => {
    const { stdout, exitCode } = await netknee(['plan', 'netns-create', '--provider', 'local', '--json']);
    assert.equal(exitCode, EXIT.ok);
    const { trials } = JSON.parse(stdout) as { trials: { clock: string; kernel: string }[] };
    assert.deepEqual(
      trials.map(({ clock, kernel }) => `${clock} ${kernel}`),
      Array(6).fill('wall installed'),
    );
  });
});
