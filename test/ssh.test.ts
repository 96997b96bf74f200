import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { parseMachineState } from '../harness/probes/machine-state.js';
import { barePath } from './bare-path.testing.js';
import { iproute2Source } from './iproute2-source.testing.js';
import { CLI, environment, netknee, resultsIn, temporaryFolder, valuesOf } from './netknee.testing.js';
import { hasSshd, startSshd, type TestSshd } from './sshd.testing.js';

const SMOKE = ['run', 'netns-create', '--provider', 'ssh', '--host', 'box', '--profile', 'smoke'];
const WRECK = '--allow-destructive';

/** Needs root, as whom it logs in, and openssh-server. */
async function needSshd(context: Mocha.Context): Promise<void> {
  needRoot(context);
  if (await hasSshd()) return;
  assert.notEqual(process.env.CI, 'true', 'CI must have openssh-server');
  console.log('      skipped: no sshd (Debian: openssh-server)');
  context.skip();
}

async function machineState() {
  const script = join(packageRoot, 'harness/probes/machine-state.sh');
  return parseMachineState((await execa('sh', [script])).stdout);
}

/** Folders of trials on the machine, which is this one. */
const placed = async (): Promise<string[]> =>
  (await readdir('/tmp')).filter((name) => /^netknee-[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name));

describe('the provider ssh', function () {
  this.timeout(600_000);
  let sshd: TestSshd | undefined;
  const start = async (knownHost?: boolean): Promise<string[]> => {
    sshd = await startSshd(await temporaryFolder(), knownHost);
    return ['--ssh-config', sshd.config];
  };
  afterEach(async () => {
    await sshd?.kill();
    sshd = undefined;
  });

  it('measures on the machine and leaves it as it was', async function () {
    await needSshd(this);
    const config = await start();
    const out = await temporaryFolder();
    const source = join(await temporaryFolder(), 'iproute2');
    await iproute2Source(source);
    const tree = ['--variants', 'upstream', '--variant', `upstream=path:${source}`];
    // What is called there needs Linux; here ssh is enough.
    const env = { PATH: await barePath(await temporaryFolder()) };
    const [before, folders] = [await machineState(), await placed()];
    const { exitCode, stderr } = await netknee([...SMOKE, WRECK, ...tree, ...config, '--out', out], { env });
    assert.equal(exitCode, EXIT.ok, stderr);
    assert.deepEqual(await machineState(), before);
    assert.deepEqual(await placed(), folders);
    const { manifest, observations } = await resultsIn(out);
    assert.deepEqual(
      manifest.trials.map(({ accelerator, reasons }) => [accelerator, ...reasons]),
      [['own machine']],
    );
    const where = { namespaces: 20, variant: 'upstream', kernel: 'installed' };
    assert.equal(valuesOf(observations, 'create_latency', where).length, 3);
    assert.doesNotMatch(JSON.stringify(manifest), /"[^"]*\bbox\b/, 'the results name no machine');
  });

  it('refuses a machine that may not break, a host key nobody knows, and a machine that is not there', async function () {
    await needSshd(this);
    const known = await start();
    const guarded = await netknee([...SMOKE, ...known]);
    assert.equal(guarded.exitCode, EXIT.prerequisite, guarded.stderr);
    assert.match(guarded.stderr, /that machine is not known to be disposable/);
    await sshd?.kill();
    const gone = await netknee([...SMOKE, WRECK, ...known]);
    assert.equal(gone.exitCode, EXIT.machine, gone.stderr);
    assert.match(gone.stderr, /no connection to box[\s\S]*remedy:.*ssh -o BatchMode=yes/);
    const stranger = await netknee([...SMOKE, WRECK, ...(await start(false))]);
    assert.equal(stranger.exitCode, EXIT.machine, stranger.stderr);
    assert.match(stranger.stderr, /Host key verification failed/);
  });

  it('tells a lost connection, and the machine ends the trial by itself', async function () {
    await needSshd(this);
    const config = await start();
    const out = await temporaryFolder();
    // Long enough that a trial nobody ends is still there when it is looked for.
    const long = ['--levels', '20', '--iterations', '300', '--out', out, '--json'];
    const child = execa('node', [CLI, ...SMOKE, WRECK, ...config, ...long], {
      cwd: await temporaryFolder(),
      env: await environment(),
      reject: false,
      stdin: 'ignore',
      lines: true,
    });
    for await (const line of child) {
      const { type, step } = JSON.parse(line) as { type: string; step?: string };
      if (type === 'step' && step?.endsWith('add-at-20') === true) await sshd?.kill();
    }
    const { exitCode } = await child;
    assert.equal(exitCode, EXIT.trialsFailed);
    const { manifest } = await resultsIn(out);
    const reasons = manifest.trials[0]?.reasons.join('; ') ?? '';
    assert.match(reasons, /no connection to box|Connection refused/);
    const running = async () => (await execa('pgrep', ['-f', 'remote-trial\\.sh'], { reject: false })).stdout;
    for (let tries = 0; (await running()) !== '' && tries < 1200; tries++) await wait(100);
    assert.equal(await running(), '');
    // What could not be removed any more is this test's to remove.
    for (const name of await placed()) await execa('rm', ['-rf', `/tmp/${name}`]);
  });
});
