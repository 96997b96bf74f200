import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import type { FakeTrial } from '../../machine/provider/fake.testing.js';
import type { Scenario } from '../../types.js';
import { plays, runTiny, tiny, tinyPlan } from '../tiny.testing.js';

const BOOTED = '[    0.000000] Linux version 6.1.0-fake\n';

describe('a trial whose machine, or one of whose steps, says that something was wrong', () => {
  const here = sandbox();

  /** Plays a whole trial that also streams this log of the kernel. */
  const withLog =
    (log: string): typeof plays.well =>
    (trial) => {
      const played: FakeTrial = plays.well(trial);
      const last = played.frames.length - 1;
      const frame = { kind: 'log', name: 'kernel', payload: Buffer.from(log) };
      return { ...played, frames: [...played.frames.slice(0, last), frame, ...played.frames.slice(last)] };
    };
  const run = (play: typeof plays.well, scenario: Scenario = tiny) =>
    runTiny({
      folder: here.path('run'),
      play,
      request: { plan: tinyPlan({ boots: 1, clocks: ['instructions'] }), scenarios: [scenario] },
    });

  it('is disturbed for a warning of the kernel that the console does not show, and keeps the whole log', async () => {
    const log = `${BOOTED}[   12.345678] WARNING: CPU: 1 PID: 812 at net/core/net_namespace.c:600 cleanup_net+0x1\n`;
    const { manifest } = await run(withLog(log));
    const [{ id, status, reasons }] = manifest.trials as [(typeof manifest.trials)[0]];
    assert.equal(status, 'disturbed');
    assert.match(reasons.join(), /^kernel warning: .*net_namespace\.c:600/);
    assert.equal(readFileSync(here.path('run', 'raw', id, 'kernel.log'), 'utf8'), log);
  });

  it('is disturbed when the beginning of that log is lost', async () => {
    const { manifest } = await run(withLog('[   12.345678] IPVS: done\n'));
    assert.equal(manifest.trials[0]?.status, 'disturbed');
    assert.match(manifest.trials[0]?.reasons.join() ?? '', /its beginning is lost/);
  });

  it('is done when the log shows nothing', async () => {
    const { manifest } = await run(withLog(BOOTED));
    assert.deepEqual([manifest.trials[0]?.status, manifest.trials[0]?.reasons], ['done', []]);
  });

  it('is disturbed, with its numbers kept, when a step that ended well has a doubt', async () => {
    const doubtful: Scenario = {
      ...tiny,
      steps: (trial) =>
        tiny.steps(trial).map((step, i) => (i === 1 ? { ...step, doubts: () => ['not settled'] } : step)),
    };
    const { manifest } = await run(plays.well, doubtful);
    const [record] = manifest.trials;
    assert.equal(record?.status, 'disturbed');
    assert.match(record?.reasons.join() ?? '', /^step 2-at-0: not settled$/);
    assert.equal(record?.stepsDone, record?.stepsPlanned);
  });
});
