import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseObservations } from '../../harness/cells/observation-parse.js';
import { trialsFailed } from '../../harness/commands/trials-failed.js';
import { describeFailure, EXIT } from '../../harness/failure.js';
import { type FakeTrial, fakeFrames } from '../../harness/machine/provider/fake.testing.js';
import { consoleTrouble } from '../../harness/machine/qemu/console-log.js';
import type { Frame } from '../../harness/probes/frame.js';
import { parsePacketPath } from '../../harness/probes/packet-path.js';
import { parseUdpProbe } from '../../harness/probes/udp-probe.js';
import { readManifest } from '../../harness/run/results/manifest.js';
import { plays, runTiny, type TinyRun, tiny, tinyPlan } from '../../harness/run/tiny.testing.js';
import type { Scenario, Step, Trial } from '../../harness/types.js';
import { parseSettled } from '../../scenarios/netns-create/parse.js';
import { resultsOf } from '../fault-at-write.testing.js';
import { inPlaces } from '../places.testing.js';
import { resumeWell, textsOf } from '../resumed.testing.js';
import { endOf, type Fault, type FaultGroup, type Outcome, told } from './fault.testing.js';

/** The first trial of four meets it; the others do well. */
export const MET = 'tiny.instructions.k6.1.p2.b1';
const TRIALS = tinyPlan().trials.length;

export const meets =
  (play: (trial: Trial, attempt: number) => FakeTrial) =>
  (trial: Trial, attempt: number): FakeTrial =>
    trial.id === MET ? play(trial, attempt) : plays.well(trial);

/** What stands of a run, and whether a resume brings it to what it would have been. */
export async function kept(home: string, expected: readonly string[]): Promise<string> {
  const folder = resultsOf(home);
  const begun = existsSync(join(folder, 'manifest.json'));
  const all = parseObservations(expected[0]!, tiny.factors).length;
  let now = 'nothing had begun';
  if (begun) {
    const { trials } = await readManifest(folder);
    const csv = await readFile(join(folder, 'observations.csv'), 'utf8').catch(() => undefined);
    const good = trials.filter(({ status }) => status !== 'failed').length;
    const rows = csv === undefined ? 'no' : parseObservations(csv, tiny.factors).length;
    now = `${good} of ${TRIALS} trials, ${rows} of ${all} rows`;
  }
  await resumeWell(folder);
  const isWhole = isDeepStrictEqual(await textsOf(folder), expected);
  return `${now}; ${isWhole ? 'a resume has them all' : 'a resume has OTHER rows'}`;
}

/** A run on the fake machine, as `netknee run` ends it. */
export function played(run: Omit<TinyRun, 'folder'>, expected: () => readonly string[]) {
  return (home: string): Promise<Outcome> =>
    inPlaces(home, async () => {
      const folder = resultsOf(home);
      try {
        const { manifest } = await runTiny({ folder, ...run });
        const failed = manifest.trials.filter(({ status }) => status === 'failed');
        const disturbed = manifest.trials.filter(({ status }) => status === 'disturbed');
        const end = {
          said:
            failed.length > 0
              ? told(describeFailure(trialsFailed(failed, TRIALS, `netknee run --resume ${folder}`)), home)
              : disturbed
                  .map(({ id, reasons }) => `the report: ${id} is disturbed: ${reasons.join('; ')}`)
                  .join(),
          exit: failed.length > 0 ? EXIT.trialsFailed : EXIT.ok,
        };
        return { ...end, kept: await kept(home, expected()) };
      } catch (error) {
        return { ...endOf(error, home), kept: await kept(home, expected()) };
      }
    });
}

/** Its second measurement is played otherwise. */
const lastStep =
  (step: { out?: string; exit?: number; stderr?: string }) =>
  (trial: Trial): FakeTrial => {
    const { frames } = plays.until(trial, 2, 'well');
    const [id] = [trial.levels.length + 1].map((n) => `${n}-at-${trial.levels.at(-1)}`);
    const last = fakeFrames(trial, [{ id: id!, out: '[]', ...step }], 'complete').slice(2);
    return { frames: [...frames, ...last], ends: 'well' };
  };

const value = (text: string): string =>
  `[{"metric": "latency", "variant": "a", "iteration": 0, "value": 1, ${text}}]`;

const withoutFrame =
  (unwanted: (frame: Frame) => boolean) =>
  (trial: Trial): FakeTrial => {
    const play = plays.well(trial);
    return { ...play, frames: play.frames.filter((frame) => !unwanted(frame)) };
  };

/** A guest with these lines on its console. */
const withConsole =
  (log: string, problem?: string) =>
  (trial: Trial): FakeTrial => ({
    ...(problem === undefined ? plays.well(trial) : plays.until(trial, 2, { problem })),
    trouble: consoleTrouble(log),
  });

/** A guest whose kernel also said these lines, at the end of its log. */
const withKernelLog =
  (lines: string, booted = '[    0.000000] Linux version 6.1.0\n') =>
  (trial: Trial): FakeTrial => {
    const { frames, ends } = plays.well(trial);
    const log = {
      kind: 'log',
      name: 'kernel',
      payload: Buffer.from(`${booted}[   12.3] IPVS: ready\n${lines}`),
    };
    return { frames: [...frames.slice(0, -1), log, ...frames.slice(-1)], ends };
  };

const WARNING = '[   61.204] WARNING: CPU: 1 PID: 811 at net/core/net_namespace.c:600 cleanup_net+0x1/0x2\n';
const LOCKS = '[   61.204] WARNING: possible circular locking dependency detected\n';
const KASAN = '[   61.204] BUG: KASAN: use-after-free in ip_vs_est_start+0x12/0x40 [ip_vs]\n';
const HELD = '[  121.204] unregister_netdevice: waiting for lo to become free. Usage count = 2\n';
const PANIC = '[   61.204] Kernel panic - not syncing: Fatal exception in interrupt\n';
const OOM = '[   93.411] Out of memory: Killed process 811 (ip) total-vm:9048kB, anon-rss:1512kB\n';
const LOCKUP = '[   88.092] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [ip:911]\n';
const STALL = '[  140.018] rcu: INFO: rcu_sched self-detected stall on CPU\n';
const HUNG = '[  241.677] INFO: task ip:811 blocked for more than 120 seconds.\n';
const MODULE = 'modprobe: FATAL: Module ip_vs not found in directory /lib/modules/6.1.0\n';

/** The tiny scenario, whose last step is read otherwise in the trial that meets the fault. */
const readAs = (more: Pick<Step, 'parse' | 'doubts'>): Scenario => ({
  ...tiny,
  steps: (trial) => {
    const steps = tiny.steps(trial);
    const isLast = (i: number) => trial.id === MET && i === steps.length - 1;
    return steps.map((step, i) => (isLast(i) ? { ...step, ...more } : step));
  },
});

/** What parse makes of an output that is thrown away. */
const readBy = (parse: (text: string) => unknown): Scenario =>
  readAs({
    parse: (text) => {
      parse(text);
      return [];
    },
  });

const OVERRUN = '# netknee: kernel 6.1\n# entries-in-buffer/entries-written: 51200/87031   #P:2\n';
const SET_BACK = 'sequence,intended_ns,sent_ns,received_ns\n0,1000,1100,1900\n1,2000,2100,900\n';
const NOT_SETTLED = 'expected,active,duration_ns,settled\n13,97,10000000000,0\n';

const HOUR_MS = 3_600_000;

export function fakeMachineFaults(expected: () => readonly string[]): FaultGroup {
  const fault = (injected: string, play: (trial: Trial, attempt: number) => FakeTrial): Fault => ({
    injected,
    inject: played({ play: meets(play) }, expected),
  });
  const clock = (injected: string, byMs: number): Fault => {
    const real = Date.now;
    const run = played(
      {
        play: meets((trial) => {
          Date.now = () => real() + byMs;
          return plays.well(trial);
        }),
        onEvent: (event) => {
          if (event.type === 'trial-end' && event.record.durationS < 0)
            throw new Error('a negative duration');
          if (event.type === 'end' && (event.durationS < 0 || event.durationS > 600))
            throw new Error('no duration');
        },
      },
      expected,
    );
    const inject = (home: string) =>
      run(home).finally(() => {
        Date.now = real;
      });
    return { injected, inject };
  };
  return {
    title: 'In a trial',
    about:
      'The first of four trials meets it, in both of its attempts; the machine is the fake one, the rest is what real runs are made of. A panic, both kinds of a kill for want of memory and a hung task are also met by real guests, in `test/guest-faults.test.ts`.',
    faults: [
      fault('a step ends with exit 3', plays.failedStep),
      fault('a step is over its deadline in the guest', lastStep({ exit: 124 })),
      fault('a step is killed for want of memory', lastStep({ exit: 137, stderr: 'Killed\n' })),
      fault('a module is missing in the guest', lastStep({ exit: 1, stderr: MODULE })),
      fault('a probe stops in the middle of a record', lastStep({ out: value('"unit": "ns"').slice(0, 40) })),
      fault('a probe prints garbage', lastStep({ out: '\u0000\u001b[2J<html>\ufffd' })),
      fault('a probe prints NaN', lastStep({ out: value('"value": NaN') })),
      fault('a probe prints 1e999', lastStep({ out: value('"value": 1e999') })),
      fault('a probe counts iteration −1', lastStep({ out: value('"iteration": -1') })),
      fault('a probe counts iteration 0.5', lastStep({ out: value('"iteration": 0.5') })),
      fault('a probe names a metric that nobody declared', lastStep({ out: value('"metric": "lag"') })),
      fault('a probe prints nothing', lastStep({ out: '' })),
      fault('a record is named `../../../etc/passwd`', (trial) => {
        const play = plays.well(trial);
        const hostile = { kind: 'out', name: '../../../etc/passwd', payload: Buffer.from('x') };
        return { ...play, frames: [...play.frames.slice(0, -1), hostile, ...play.frames.slice(-1)] };
      }),
      fault('a step ends twice', (trial) => {
        const play = plays.well(trial);
        const status = play.frames.filter(({ kind }) => kind === 'status').at(-1)!;
        return { ...play, frames: [...play.frames.slice(0, -1), status, ...play.frames.slice(-1)] };
      }),
      fault(
        'the end of a step is lost',
        withoutFrame(({ kind, name }) => kind === 'status' && /^3/.test(name)),
      ),
      fault(
        'the last record is lost',
        withoutFrame(({ kind }) => kind === 'end'),
      ),
      fault('the guest’s kernel panics', withConsole(PANIC, 'QEMU exited with 0 before the bundle ended')),
      fault('the guest’s kernel kills a process: out of memory', withConsole(OOM)),
      fault('a soft lockup in the guest', withConsole(LOCKUP)),
      fault('an RCU stall in the guest', withConsole(STALL)),
      fault('a hung task in the guest', withConsole(HUNG)),
      fault('the kernel warns, and its console does not show it', withKernelLog(WARNING)),
      fault('the lock validator of the kernel reports', withKernelLog(LOCKS)),
      fault('KASAN reports in the guest', withKernelLog(KASAN)),
      fault('a network device is never let go of', withKernelLog(HELD)),
      fault('the log of the kernel has lost its beginning', withKernelLog('', '')),
      {
        injected: 'the buffer of a trace overran',
        inject: played(
          { play: meets(lastStep({ out: OVERRUN })), request: { scenarios: [readBy(parsePacketPath)] } },
          expected,
        ),
      },
      {
        injected: 'the guest’s clock is set back while a probe waits',
        inject: played(
          { play: meets(lastStep({ out: SET_BACK })), request: { scenarios: [readBy(parseUdpProbe)] } },
          expected,
        ),
      },
      {
        injected: 'deleted namespaces are not gone when the next step begins',
        inject: played(
          {
            play: plays.well,
            request: { scenarios: [readAs({ doubts: () => parseSettled(NOT_SETTLED) })] },
          },
          expected,
        ),
      },
      fault('the whole trial takes too long', (trial) => plays.until(trial, 2, 'late')),
      clock('the host’s clock is set back by an hour', -HOUR_MS),
      clock('the host’s clock is set forward by a day', 24 * HOUR_MS),
    ],
  };
}
