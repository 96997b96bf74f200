import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { fakeProvider } from '../../machine/provider/fake.testing.js';
import type { Provider } from '../../machine/provider/provider.js';
import { plays, runTiny, tinyPlan } from '../tiny.testing.js';

/** Milliseconds of a trial, long enough for a share of the CPUs' time to be told. */
const TRIAL_MS = 600;

describe('a trial on a host that is not quiet', function () {
  this.timeout(60_000);
  const here = sandbox();

  /** A machine on this host whose trials take a while. */
  function slow(): Provider {
    const fake = fakeProvider(plays.well);
    return {
      realAccelerator: 'fake',
      name: 'qemu',
      runTrial: async (request) => {
        await sleep(TRIAL_MS);
        return fake.runTrial(request);
      },
    };
  }

  const busy: number[] = [];
  /** Busy processes that this one did not start: their parent ends at once. */
  async function crowd(): Promise<void> {
    const work =
      'node -e "const end = Date.now() + 50000; while (Date.now() < end);" >/dev/null 2>&1 & echo $!';
    for (let i = 0; i < availableParallelism(); i += 1) {
      busy.push(Number((await execa('sh', ['-c', work])).stdout));
    }
  }
  afterEach(() => {
    for (const pid of busy.splice(0)) process.kill(pid, 'SIGKILL');
  });

  const run = (clock: 'instructions' | 'wall', name: string) =>
    runTiny({
      folder: here.path(name),
      play: plays.well,
      provider: slow(),
      request: { plan: tinyPlan({ boots: 1, clocks: [clock] }) },
    });

  it('is disturbed and tried once more on the wall clock, and says what was seen', async () => {
    await crowd();
    const { manifest } = await run('wall', 'wall');
    const [record] = manifest.trials;
    assert.equal(record!.status, 'disturbed');
    assert.equal(record!.attempts, 2);
    assert.match(record!.reasons.join(), /noise: other processes used \d+ % of the CPUs \(limit 20 %\)/);
    assert.ok(Number(record!.noise!.foreignCpu) > 0.2);
  });

  it('is neither on the instruction clock, but recorded', async () => {
    await crowd();
    const { manifest } = await run('instructions', 'instructions');
    const [record] = manifest.trials;
    assert.deepEqual([record!.status, record!.attempts, record!.reasons], ['done', 1, []]);
    assert.ok(Number(record!.noise!.foreignCpu) > 0.2);
    assert.ok(Number(manifest.host.jobs) >= 1);
  });
});
