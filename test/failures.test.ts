import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { isAlive, startTimeOf } from '../harness/machine/process/process-record.js';
import {
  CLI,
  environment,
  netknee,
  recordedGuests,
  resultsIn,
  SMALL,
  temporaryFolder,
  valuesOf,
} from './netknee.testing.js';

interface Run {
  kill: (signal: NodeJS.Signals) => boolean;
}

/** Starts a run and calls `onEvent` with every event it prints. */
async function runWithEvents(
  argv: string[],
  onEvent: (event: { type: string; step?: string }, run: Run) => Promise<void>,
) {
  const child = execa('node', [CLI, ...argv, '--json'], {
    cwd: await temporaryFolder(),
    env: await environment(),
    reject: false,
    stdin: 'ignore',
    lines: true,
  });
  for await (const line of child) await onEvent(JSON.parse(line), child);
  return child;
}

describe('a run that goes wrong', function () {
  this.timeout(600_000);

  it('does not begin without the tree that it was to be about, and says why it does not build', async () => {
    const [tree, out] = [await temporaryFolder(), await temporaryFolder()];
    await writeFile(join(tree, 'README'), 'no configure here');
    const mine = ['--variants', 'mine', '--variant', `mine=path:${tree}`];
    const { exitCode, stdout, stderr } = await netknee([...SMALL, ...mine, '--out', out]);
    assert.equal(exitCode, EXIT.prerequisite, stderr);
    assert.match(stderr, /iproute2 variant "mine" could not be built[\s\S]*configure: No such file/);
    assert.doesNotMatch(stdout, /^start /m);
    assert.deepEqual(await readdir(out), []);
  });

  it('keeps what was measured when QEMU is killed in the middle, and resumes', async () => {
    const out = await temporaryFolder();
    let kills = 0;
    const { exitCode, stderr } = await runWithEvents([...SMALL, '--out', out], async ({ type, step }) => {
      if (type !== 'step' || step?.endsWith('fill-to-100') !== true) return;
      for (const pid of await recordedGuests()) process.kill(pid, 'SIGKILL');
      kills++;
    });
    assert.equal(kills, 2, 'once an attempt');
    assert.equal(exitCode, EXIT.trialsFailed, String(stderr));
    const killed = await resultsIn(out);
    assert.equal(killed.manifest.trials[0]?.status, 'failed');
    assert.match(killed.manifest.trials[0]?.reasons.join() ?? '', /QEMU was ended by SIGKILL/);
    assert.equal(
      valuesOf(killed.observations, 'create_latency', { namespaces: 0, variant: 'reverted' }).length,
      2,
    );
    assert.deepEqual(await recordedGuests(), []);
    const raw = await readdir(join(killed.folder, 'raw'));
    assert.equal(raw.filter((name) => name.endsWith('.attempt-1')).length, 1);

    const resumed = await netknee(['run', '--resume', killed.folder]);
    assert.equal(resumed.exitCode, EXIT.ok, resumed.stderr);
    const whole = await resultsIn(out);
    assert.equal(whole.manifest.trials[0]?.status, 'done');
    assert.equal(
      valuesOf(whole.observations, 'create_latency', { namespaces: 100, variant: 'reverted' }).length,
      2,
    );
  });

  it('takes its guest along when it is killed itself, and clean removes the rest', async () => {
    const out = await temporaryFolder();
    const child = execa('node', [CLI, ...SMALL, '--out', out], {
      env: await environment(),
      reject: false,
      stdin: 'ignore',
    });
    let pids: number[] = [];
    while (pids.length === 0) {
      await wait(100);
      pids = await recordedGuests();
    }
    const [pid] = pids as [number];
    const guest = { pid, startTime: (await startTimeOf(pid)) as string };
    child.kill('SIGKILL');
    await child;
    for (let tries = 0; (await isAlive(guest)) && tries < 2400; tries++) await wait(50);
    assert.equal(await isAlive(guest), false);
    const { stdout } = await netknee(['clean']);
    assert.match(stdout, /removed .*netknee-/);
    assert.deepEqual(await recordedGuests(), []);
    assert.match((await netknee(['clean'])).stdout, /nothing was left behind/);
  });

  it('ends in order at one SIGINT: no guest, data kept, a way to go on', async () => {
    const out = await temporaryFolder();
    const { exitCode, stderr } = await runWithEvents(
      [...SMALL, '--out', out],
      async ({ type, step }, run) => {
        if (type === 'step' && step?.endsWith('fill-to-100') === true) run.kill('SIGINT');
      },
    );
    assert.equal(exitCode, EXIT.interrupted);
    assert.match(String(stderr), /run --resume/);
    assert.deepEqual(await recordedGuests(), []);
    const { manifest, observations } = await resultsIn(out);
    assert.equal(manifest.trials[0]?.status, 'failed');
    assert.ok(valuesOf(observations, 'create_latency', { namespaces: 0 }).length > 0);
  });

  it('gives a guest that never boots a deadline', async () => {
    const folder = await temporaryFolder();
    const env = await environment();
    const kernels = join(env.XDG_CACHE_HOME as string, 'netknee/kernel');
    await netknee(['bake', 'netns-create']);
    const [baked] = (await readdir(kernels)).filter((name) => name.startsWith('6.1-'));
    const image = await readFile(join(kernels, baked as string, 'vmlinuz'));
    // Past the header: the decompressor finds garbage and halts, without a word that netknee waits for.
    image.fill(0x5a, Math.floor(image.length / 2), Math.floor(image.length / 2) + 65536);
    await writeFile(join(folder, 'bzImage'), image);
    await mkdir(join(folder, '0.0.0-broken'));
    const out = await temporaryFolder();
    const kernel = `broken=${join(folder, 'bzImage')},${join(folder, '0.0.0-broken')}`;
    const { exitCode, stderr } = await netknee([
      ...SMALL,
      '--kernel',
      kernel,
      '--timeout',
      '8',
      '--out',
      out,
    ]);
    assert.equal(exitCode, EXIT.trialsFailed);
    assert.match(stderr, /within 8 s of the host/);
    assert.match(stderr, /remedy:/);
    assert.deepEqual(await recordedGuests(), []);
  });

  it('says that the disk is full, and where', async function () {
    if (process.getuid?.() !== 0) {
      assert.notEqual(process.env.CI, 'true', 'CI must run this test as root: it mounts a small tmpfs');
      console.log('      skipped: only root may mount a small tmpfs');
      this.skip();
    }
    const small = await temporaryFolder();
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', small]);
    try {
      const { exitCode, stderr } = await netknee([...SMALL, '--out', small]);
      assert.equal(exitCode, EXIT.io, stderr);
      assert.match(stderr, /no space left/i);
      assert.match(stderr, /remedy:/);
      assert.deepEqual(await recordedGuests(), []);
    } finally {
      await execa('umount', [small]);
    }
  });
});
