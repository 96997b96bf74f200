import assert from 'node:assert/strict';
import { EXIT } from '../harness/failure.js';
import { netknee, recordedGuests } from './netknee.testing.js';

describe('shell', function () {
  this.timeout(300_000);

  it('runs a command in a guest that has the bundle and no route out', async () => {
    const script =
      'ls /run/netknee/bundle/run.sh; ip route; ping -c 1 -W 1 10.0.2.2 >/dev/null || echo no way out; exit 7';
    const { exitCode, stdout, stderr } = await netknee(['shell', 'netns-create', '--', 'sh', '-c', script]);
    assert.equal(exitCode, 7, stderr);
    assert.match(stdout, /^\/run\/netknee\/bundle\/run\.sh$/m);
    assert.doesNotMatch(stdout, /default/);
    assert.match(stdout, /no way out/);
    assert.deepEqual(await recordedGuests(), []);
  });

  it('refuses a scenario that does not exist before anything is baked', async () => {
    const { exitCode, stderr } = await netknee(['shell', 'netns-craete']);
    assert.equal(exitCode, EXIT.usage);
    assert.match(stderr, /Did you mean netns-create/);
  });
});
