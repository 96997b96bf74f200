import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { EXIT } from '../harness/failure.js';
import { netknee, recordedGuests } from './netknee.testing.js';

describe('shell', function () {
  this.timeout(300_000);

  it('runs a command in a guest that has the bundle and no route out', async () => {
    // QEMU's gateway stands for the host's loopback: what listens there must stay out of the guest's reach.
    let visits = 0;
    const server = createServer((socket) => {
      visits++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reach = `timeout 3 bash -c 'echo >/dev/tcp/10.0.2.2/${port}' 2>/dev/null || echo no way out`;
    const script = `ls /run/netknee/bundle/run.sh; ip route; ${reach}; exit 7`;
    const { exitCode, stdout, stderr } = await netknee(['shell', 'netns-create', '--', 'sh', '-c', script]);
    server.close();
    assert.equal(exitCode, 7, stderr);
    assert.match(stdout, /^\/run\/netknee\/bundle\/run\.sh$/m);
    assert.doesNotMatch(stdout, /default/);
    assert.match(stdout, /no way out/);
    assert.equal(visits, 0);
    assert.deepEqual(await recordedGuests(), []);
  });

  it('refuses a scenario that does not exist before anything is baked', async () => {
    const { exitCode, stderr } = await netknee(['shell', 'netns-craete']);
    assert.equal(exitCode, EXIT.usage);
    assert.match(stderr, /Did you mean netns-create/);
  });
});
