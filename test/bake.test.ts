import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT } from '../harness/failure.js';
import { environment, netknee, temporaryFolder } from './netknee.testing.js';

/** Nothing listens there. */
const NO_MIRROR = 'http://127.0.0.1:9/debian';

describe('bake', function () {
  this.timeout(600_000);

  it('makes everything once, and the second time needs no network', async () => {
    const first = await netknee(['bake']);
    assert.equal(first.exitCode, EXIT.ok, first.stderr);
    for (const name of ['rootfs bookworm', 'kernel 6.1', 'program spawn-time', 'variant reverted']) {
      assert.match(first.stdout, new RegExp(`^${name} .*sha256 [0-9a-f]{16}$`, 'm'));
    }
    const second = await netknee(['bake'], { env: { NETKNEE_DEBIAN_MIRROR: NO_MIRROR } });
    assert.equal(second.exitCode, EXIT.ok, second.stderr);
    assert.ok(
      second.durationMs < first.durationMs / 4,
      `${second.durationMs} ms after ${first.durationMs} ms`,
    );
  });

  it('names a mirror that does not answer, and leaves nothing that would be used', async () => {
    const cache = await temporaryFolder();
    const { exitCode, stderr } = await netknee(['bake'], {
      env: { NETKNEE_DEBIAN_MIRROR: NO_MIRROR, XDG_CACHE_HOME: cache },
    });
    assert.equal(exitCode, EXIT.prerequisite);
    assert.match(stderr, /127\.0\.0\.1:9/);
    assert.match(stderr, /remedy:/);
    assert.deepEqual(await leftIn(cache), []);
  });

  it('leaves nothing that would be used when it is interrupted', async () => {
    const cache = await temporaryFolder();
    const child = netknee(['bake'], { env: { XDG_CACHE_HOME: cache } });
    const making = join(cache, 'netknee/making');
    while ((await readdir(making).catch(() => [])).length === 0) await wait(50);
    const interrupted = interruptSoon(await pidOf(cache));
    const { exitCode } = await child;
    await interrupted;
    assert.equal(exitCode, EXIT.interrupted);
    assert.deepEqual(await leftIn(cache), []);
    await environment();
  });
});

/** The folder that is being made is named after the process that makes it. */
async function pidOf(cache: string): Promise<number> {
  const [name = ''] = await readdir(join(cache, 'netknee/making'));
  return Number(name.split('-')[0]);
}

async function interruptSoon(pid: number): Promise<void> {
  await wait(1000);
  process.kill(pid, 'SIGINT');
}

/** Artifacts, and folders that one was being made in. */
async function leftIn(cache: string): Promise<string[]> {
  const names = await readdir(cache, { recursive: true });
  return names.filter((name) => name.endsWith('artifact.json') || /making\/./.test(name));
}
