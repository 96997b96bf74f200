import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { planTrials } from '../../design/plan.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { FakeTrial } from '../../machine/provider/fake.testing.js';
import type { Pass, Trial } from '../../types.js';
import { withDigest } from '../plan/resolve-plan.js';
import { plays, runTiny, tiny } from '../tiny.testing.js';

const NONE = { instructions: 0, wall: 0 };

const pressure: Pass = {
  name: 'pressure',
  title: 'until it dies',
  boots: { smoke: NONE, quick: NONE, standard: NONE, paper: NONE },
  steps: tiny.steps,
  estimateS: () => 10,
  crashExpected: (reached) => [{ metric: 'end', iteration: 0, value: reached }],
};

const DEAD = { problem: 'QEMU exited with 0 before the bundle ended' };
const KILLED = 'OOM kill: sh invoked oom-killer';

describe('the death of a guest', () => {
  const here = sandbox();

  /** One trial of that pass. */
  async function run(pass: Pass, play: (trial: Trial) => FakeTrial, abort?: AbortController) {
    const scenario = {
      ...tiny,
      metrics: [...tiny.metrics, { name: 'end', unit: 'count', better: 'higher', title: 'end' } as const],
      passes: [pass],
    };
    const plan = planTrials({
      scenarios: [scenario],
      profile: 'quick',
      clocks: ['wall'],
      kernels: ['6.1'],
      seed: 1,
      boots: 1,
      passes: ['pressure'],
    });
    const { manifest } = await runTiny({
      folder: here.path('results'),
      play,
      ...(abort !== undefined && {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.type === 'step' && event.done === 1) abort.abort();
        },
      }),
      request: { scenarios: [scenario], plan: withDigest(plan) },
    });
    const file = here.path('results/observations.csv');
    const rows = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    const ends = rows.filter((row) => row.includes(',end,')).map((row) => row.split(',').at(-1));
    const { status, reasons, attempts } = manifest.trials[0]!;
    return {
      status,
      reasons,
      attempts,
      ends,
      latencies: rows.filter((row) => row.includes(',latency,')).length,
    };
  }

  const dies = (trial: Trial): FakeTrial => ({ ...plays.until(trial, 2, DEAD), trouble: [KILLED] });

  it('is an outcome where the pass says so: recorded, not tried again, and what was measured stands', async () => {
    assert.deepEqual(await run(pressure, dies), {
      status: 'done',
      reasons: ['the guest died after level 0, as may be in this pass', DEAD.problem, KILLED],
      attempts: 1,
      ends: ['0'],
      latencies: 4,
    });
  });

  it('is a failure in any other pass, and tried again', async () => {
    const { crashExpected: _, ...other } = pressure;
    const { status, reasons, attempts, ends, latencies } = await run(other, dies);
    assert.deepEqual([status, attempts, ends, latencies], ['failed', 2, [], 4]);
    assert.deepEqual(reasons, [DEAD.problem, KILLED]);
  });

  it('is a failure before any level was reached', async () => {
    const { status, attempts, ends } = await run(pressure, (trial) => plays.until(trial, 1, DEAD));
    assert.deepEqual([status, attempts, ends], ['failed', 2, []]);
  });

  it('is that of a guest that answers no more, too', async () => {
    const { status, reasons, ends } = await run(pressure, (trial) => plays.until(trial, 2, 'late'));
    assert.deepEqual([status, ends], ['done', ['0']]);
    assert.match(reasons[1]!, /^the trial was not over within \d+ s of the host$/);
  });

  it('is that of a step that was killed, by what the console shows', async () => {
    const killed = (trouble: string[]) => (trial: Trial) => ({ ...plays.failedStep(trial), trouble });
    const { status, reasons, ends } = await run(pressure, killed([KILLED]));
    assert.deepEqual([status, ends], ['done', ['0']]);
    assert.equal(reasons[1], 'step 3-at-5: exit 3: tool: no such thing');
    // A step that fails on a machine that is well is a failure.
    assert.equal((await run(pressure, killed([]))).status, 'failed');
  });

  it('is not what an interruption is', async () => {
    const { status, ends } = await run(
      pressure,
      (trial) => plays.until(trial, 2, 'hangs'),
      new AbortController(),
    );
    assert.deepEqual([status, ends], ['failed', []]);
  });

  it('measures nothing that the trial had measured itself', async () => {
    const measured: Pass = {
      ...pressure,
      crashExpected: () => [{ metric: 'latency', iteration: 0, value: 1 }],
    };
    assert.equal((await run(measured, dies)).latencies, 4);
  });

  it('leaves no doubt at what the console shows when the trial ends well all the same', async () => {
    const well = (trial: Trial): FakeTrial => ({ ...plays.well(trial), trouble: [KILLED] });
    assert.deepEqual(await run(pressure, well), {
      status: 'done',
      reasons: [KILLED],
      attempts: 1,
      ends: [],
      latencies: 8,
    });
  });
});
