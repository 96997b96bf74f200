import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { sshAnswers } from './ssh-answers.js';

/** A server that resets so many connections before it says its name, or something else. */
async function serving(resets: number, says = 'SSH-2.0-test\r\n') {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    if (connections <= resets) socket.resetAndDestroy();
    else socket.end(says);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    end: () => server.close(),
  };
}

const soon = () => performance.now() + 20_000;

describe('sshAnswers', function () {
  this.timeout(30_000);

  it('waits for a server whose connections are reset at first', async () => {
    const server = await serving(3);
    assert.equal(await sshAnswers(server.port, soon(), () => false), true);
    assert.equal(server.connections(), 4);
    server.end();
  });

  it('ends with its deadline, and when nobody is there any more', async () => {
    const server = await serving(0, 'HTTP/1.1 400 Bad Request\r\n');
    assert.equal(await sshAnswers(server.port, performance.now() + 300, () => false), false);
    assert.equal(await sshAnswers(server.port, soon(), () => server.connections() > 1), false);
    server.end();
  });
});
