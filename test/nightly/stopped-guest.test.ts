import assert from 'node:assert/strict';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import {
  CLI,
  environment,
  netknee,
  recordedGuests,
  resultsIn,
  SMALL,
  temporaryFolder,
} from '../netknee.testing.js';

/** Longer than a guest takes that is not stopped; what it waits for a processor is not counted. */
const TIMEOUT_S = 90;

describe('a real guest that hangs', function () {
  this.timeout(1_800_000);

  it('is ended at its deadline, stopped as it is, and the run is resumed', async () => {
    const out = await temporaryFolder();
    await netknee(['bake', 'netns-create']);
    const words = [CLI, ...SMALL, '--timeout', String(TIMEOUT_S), '--out', out, '--json'];
    const child = execa('node', words, {
      cwd: await temporaryFolder(),
      env: await environment(),
      reject: false,
      stdin: 'ignore',
      lines: true,
    });
    let stopped = 0;
    for await (const line of child) {
      const { type, step } = JSON.parse(line) as { type: string; step?: string };
      if (type !== 'step' || step?.endsWith('fill-to-100') !== true) continue;
      for (const pid of await recordedGuests()) process.kill(pid, 'SIGSTOP');
      stopped += 1;
    }
    const { exitCode, stderr } = await child;
    assert.equal(stopped, 2, 'once an attempt');
    assert.equal(exitCode, EXIT.trialsFailed, String(stderr));
    assert.match(String(stderr), new RegExp(`the trial was not over within ${TIMEOUT_S} s of the host`));
    assert.deepEqual(await recordedGuests(), []);
    const { folder, observations } = await resultsIn(out);
    assert.ok(observations.length > 0, 'what was measured before');
    const resumed = await netknee(['run', '--resume', folder]);
    assert.equal(resumed.exitCode, EXIT.ok, resumed.stderr);
    const whole = await resultsIn(out);
    assert.ok(whole.observations.length > observations.length);
    assert.deepEqual(
      whole.manifest.trials.map(({ status }) => status),
      ['done'],
    );
  });
});
