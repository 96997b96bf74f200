import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { isAlive, startTimeOf } from '../harness/machine/process/process-record.js';
import type { Observation } from '../harness/types.js';
import {
  CLI,
  environment,
  netknee,
  type Results,
  recordedGuests,
  resultsIn,
  temporaryFolder,
} from './netknee.testing.js';

/** When a run is killed: so long after that event of that trial of its plan, each counted from 0. */
export interface Moment {
  trial: number;
  event: number;
  laterMs: number;
}

/** One line of `run --json`, so far as it tells where the run is. */
interface Told {
  type: string;
  plan?: { trials: { id: string }[] };
  trial?: string | { id: string };
}

/** All but the value, which is a little different in each boot: what was measured, not how long it took. */
export const whatWasMeasured = (observations: readonly Observation[]): string[] =>
  observations.map(({ value: _, run: __, ...row }) => JSON.stringify(row)).sort();

/** Waits for what ends by itself soon: a minute at most, and says nothing when it did not end. */
async function settled(isOver: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600 && !(await isOver()); tries++) await wait(100);
}

/** Runs that are killed for real, with temporary files and records of their own beside those of other tests. */
export class KilledRun {
  private constructor(
    /** The words that begin it, without `--out`. */
    private readonly argv: readonly string[],
    private readonly out: string,
    private readonly env: Record<'TMPDIR' | 'XDG_STATE_HOME' | 'XDG_CACHE_HOME', string>,
  ) {}

  static async of(argv: readonly string[]): Promise<KilledRun> {
    const home = await temporaryFolder();
    const [TMPDIR, out] = [join(home, 'tmp'), join(home, 'out')];
    for (const folder of [TMPDIR, out]) await mkdir(folder);
    const { XDG_CACHE_HOME } = await environment();
    const env = { XDG_CACHE_HOME: XDG_CACHE_HOME as string, XDG_STATE_HOME: join(home, 'state'), TMPDIR };
    return new KilledRun(argv, out, env);
  }

  /**
   * Begins the run, or goes on with what stands, up to a moment; then SIGKILL, to netknee alone, and everything is cleaned up.
   * @returns whether it was killed: false where it had ended before
   */
  async killedAt(moment: Moment): Promise<boolean> {
    const killing = this.#untilKilled(moment);
    const guests = new Map<number, { pid: number; startTime: string }>();
    const isOver = killing.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([isOver, wait(200, false)]))) {
      for (const pid of await recordedGuests(this.env.XDG_STATE_HOME)) {
        const startTime = await startTimeOf(pid);
        if (startTime !== undefined) guests.set(pid, { pid, startTime });
      }
    }
    const isKilled = await killing;
    await this.#cleansUp([...guests.values()]);
    return isKilled;
  }

  /** Goes on to the end: every trial of the plan is there once, and there is a report. */
  async ends(): Promise<Results> {
    const { exitCode, stderr } = await netknee(await this.#words(), { env: this.env });
    assert.equal(exitCode, EXIT.ok, stderr);
    const results = await resultsIn(this.out);
    const { manifest, report } = results;
    assert.deepEqual(
      manifest.trials.filter(({ status }) => status === 'failed'),
      [],
    );
    assert.deepEqual(
      manifest.trials.map(({ id }) => id),
      manifest.plan.trials.map(({ id }) => id),
    );
    assert.match(report, /^# /);
    await this.#cleansUp([]);
    return results;
  }

  async #words(): Promise<string[]> {
    const [folder] = await readdir(this.out);
    if (folder === undefined) return [...this.argv, '--out', this.out];
    const onWhat = this.argv.filter((word) => /^--(provider|allow-destructive)|^local$/.test(word));
    return ['run', '--resume', join(this.out, folder), ...onWhat];
  }

  async #untilKilled({ trial, event, laterMs }: Moment): Promise<boolean> {
    const child = execa('node', [CLI, ...(await this.#words()), '--json'], {
      cwd: await temporaryFolder(),
      env: this.env,
      reject: false,
      stdin: 'ignore',
      lines: true,
      timeout: 1_800_000,
    });
    let wanted: string | undefined;
    let seen = 0;
    for await (const line of child) {
      const told = JSON.parse(String(line)) as Told;
      wanted ??= told.plan?.trials[trial]?.id;
      const id = typeof told.trial === 'string' ? told.trial : told.trial?.id;
      if (id === undefined || id !== wanted || seen++ !== event) continue;
      await wait(laterMs);
      child.kill('SIGKILL');
    }
    return (await child).signal === 'SIGKILL';
  }

  /** Command lines that name the run's temporary files, as every guest's does. */
  async #processes(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lines = await Promise.all(
      // One that has ended meanwhile has none.
      pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return lines
      .filter((line) => line.includes(`${this.env.TMPDIR}/`))
      .map((line) => line.replaceAll('\0', ' '));
  }

  async #cleansUp(guests: { pid: number; startTime: string }[]): Promise<void> {
    const clean = async () => {
      const { exitCode, stderr, stdout } = await netknee(['clean'], { env: this.env });
      assert.equal(exitCode, EXIT.ok, stderr);
      return stdout;
    };
    await clean();
    for (const guest of guests) {
      await settled(async () => !(await isAlive(guest)));
      assert.equal(await isAlive(guest), false, `guest ${guest.pid} is still there`);
    }
    await settled(async () => (await this.#processes()).length === 0);
    assert.deepEqual(await this.#processes(), [], 'processes, also those that no record names');
    const records = join(this.env.XDG_STATE_HOME, 'netknee/machines');
    assert.deepEqual(await readdir(records).catch(() => []), [], 'records');
    assert.deepEqual(await readdir(this.env.TMPDIR), [], 'temporary files');
    const left = (await readdir(this.out, { recursive: true })).filter((name) =>
      /running\.json|\.new$|\.writing-/.test(name),
    );
    assert.deepEqual(left, [], 'in the results folder');
    assert.match(await clean(), /nothing was left behind/);
  }
}
