import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import * as prand from 'pure-rand';
import { EXIT } from '../../harness/failure.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import { isAlive, startTimeOf } from '../../harness/machine/process/process-record.js';
import { needRoot } from '../../harness/probes/compile.testing.js';
import { parseMachineState } from '../../harness/probes/machine-state.js';
import type { Observation } from '../../harness/types.js';
import { CLI, environment, netknee, recordedGuests, resultsIn, temporaryFolder } from '../netknee.testing.js';

const SEED = Number(process.env.NETKNEE_SEED ?? 1);
const SMALL = ['--clock', 'instructions', '--boots', '2', '--iterations', '2', '--levels', '0,100'];
const GUEST = ['run', 'netns-create', ...SMALL];
const LOCAL = ['run', 'netns-create', '--provider', 'local', '--profile', 'smoke', '--allow-destructive'];
const KILLED_RUNS = 5;
const KILLS_OF_A_RUN = 2;
/** At most so long after an event; a step takes longer. */
const LATER_MS = 1500;

/** All but the value, which is a little different in each boot: what was measured, not how long it took. */
const whatWasMeasured = (observations: Observation[]): string[] =>
  observations.map(({ value: _, run: __, ...row }) => JSON.stringify(row)).sort();

describe('a run that is killed for real', function () {
  this.timeout(3_600_000);
  const random = prand.xoroshiro128plus(SEED);
  const below = (n: number) => prand.unsafeUniformIntDistribution(0, n - 1, random);
  let tmp: string;
  let env: Record<string, string>;

  before(async () => {
    tmp = join(await temporaryFolder(), 'tmp');
    await mkdir(tmp);
    env = { ...(await environment()), TMPDIR: tmp };
  });

  /** Runs to the event of that number, and a while longer; then SIGKILL, to netknee alone. */
  async function killedAt(argv: string[], event: number, laterMs: number): Promise<boolean> {
    const child = execa('node', [CLI, ...argv, '--json'], {
      cwd: await temporaryFolder(),
      env,
      reject: false,
      stdin: 'ignore',
      lines: true,
      timeout: 1_800_000,
    });
    let seen = 0;
    for await (const _ of child) {
      seen += 1;
      if (seen !== event) continue;
      await wait(laterMs);
      child.kill('SIGKILL');
    }
    return (await child).signal === 'SIGKILL';
  }

  async function cleansUp(out: string, guests: { pid: number; startTime: string }[]): Promise<void> {
    const { exitCode, stderr } = await netknee(['clean'], { env });
    assert.equal(exitCode, EXIT.ok, stderr);
    for (const guest of guests) {
      for (let tries = 0; (await isAlive(guest)) && tries < 600; tries++) await wait(100);
      assert.equal(await isAlive(guest), false, `guest ${guest.pid} is still there`);
    }
    assert.deepEqual(await recordedGuests(), []);
    assert.deepEqual(await readdir(tmp), [], 'temporary files');
    assert.deepEqual(await readdir(join(env.XDG_STATE_HOME!, 'netknee/machines')), [], 'records');
    const making = await readdir(join(env.XDG_CACHE_HOME!, 'netknee/making')).catch(() => []);
    assert.deepEqual(making, [], 'half-made artifacts');
    const left = (await readdir(out, { recursive: true })).filter((name) =>
      /running\.json|\.new$|\.writing-/.test(name),
    );
    assert.deepEqual(left, [], 'in the results folder');
    assert.match((await netknee(['clean'], { env })).stdout, /nothing was left behind/);
  }

  const guestsNow = async () => {
    const pids = await recordedGuests();
    const times = await Promise.all(pids.map(startTimeOf));
    return pids.flatMap((pid, i) => (times[i] === undefined ? [] : [{ pid, startTime: times[i] }]));
  };

  /** Begins, or goes on with what stands. */
  async function goOn(argv: string[], out: string): Promise<string[]> {
    const [folder] = await readdir(out);
    if (folder === undefined) return [...argv, '--out', out];
    return [
      'run',
      '--resume',
      join(out, folder),
      ...argv.filter((word) => /^--(provider|i-may)|^local$/.test(word)),
    ];
  }

  /** @returns how many events a run has */
  async function uninterrupted(argv: string[], out: string): Promise<number> {
    const { exitCode, stderr, stdout } = await netknee([...argv, '--json', '--out', out], { env });
    assert.equal(exitCode, EXIT.ok, stderr);
    return stdout.split('\n').length;
  }

  async function killsAndResumes(
    argv: string[],
    events: number,
    wanted: string[],
    number: number,
  ): Promise<number> {
    const out = await temporaryFolder();
    let kills = 0;
    for (let turn = 0; turn < KILLS_OF_A_RUN; turn++) {
      const [event, laterMs] = [1 + below(events - 1), below(LATER_MS)];
      const moment = `NETKNEE_SEED=${SEED}, run ${number}, killed ${laterMs} ms after event ${event} of ${events}`;
      const killing = killedAt(await goOn(argv, out), event, laterMs);
      const watched = new Map<number, { pid: number; startTime: string }>();
      const isOver = killing.then(() => true);
      while (!(await Promise.race([isOver, wait(200, false)]))) {
        for (const guest of await guestsNow()) watched.set(guest.pid, guest);
      }
      if (await killing) kills += 1;
      console.log(`      ${moment}`);
      await cleansUp(out, [...watched.values()]);
    }
    const { exitCode, stderr } = await netknee(await goOn(argv, out), { env });
    assert.equal(exitCode, EXIT.ok, stderr);
    const { manifest, observations, folder } = await resultsIn(out);
    assert.ok(manifest.trials.every(({ status }) => status !== 'failed'));
    assert.deepEqual(
      manifest.trials.map(({ id }) => id),
      manifest.plan.trials.map(({ id }) => id),
    );
    assert.deepEqual(whatWasMeasured(observations), wanted);
    assert.ok((await readFile(join(folder, 'report.md'), 'utf8')).length > 0);
    await cleansUp(out, []);
    return kills;
  }

  it(`in a guest: ${KILLED_RUNS * KILLS_OF_A_RUN} times, each time resumed to the end`, async () => {
    const out = await temporaryFolder();
    await uninterrupted(GUEST, out);
    const wanted = whatWasMeasured((await resultsIn(out)).observations);
    // Now that all is baked, as the runs to be killed are.
    const events = await uninterrupted(GUEST, await temporaryFolder());
    let kills = 0;
    let number = 0;
    for (; kills < KILLED_RUNS * KILLS_OF_A_RUN; number++) {
      kills += await killsAndResumes(GUEST, events, wanted, number);
    }
    console.log(`      ${kills} kills in ${number} runs of real guests, ${events} events each`);
  });

  it('on this machine itself, which is left as it was', async function () {
    needRoot(this);
    const state = async () => {
      const script = join(packageRoot, 'harness/probes/machine-state.sh');
      const read = parseMachineState((await execa('sh', [script])).stdout);
      // What other programs of this machine do meanwhile is not ours.
      read.delete('network-namespaces');
      return [...read].map(([kind, lines]) => [kind, lines.filter((line) => !line.startsWith('/tmp/'))]);
    };
    const before = await state();
    const out = await temporaryFolder();
    const events = await uninterrupted(LOCAL, out);
    const wanted = whatWasMeasured((await resultsIn(out)).observations);
    const kills = await killsAndResumes(LOCAL, events, wanted, 0);
    assert.ok(kills > 0);
    assert.deepEqual(await state(), before);
  });
});
