import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from '../../probes/compile.testing.js';
import { C_FLAGS } from '../build/programs.js';

describe('without-network.c', function () {
  this.timeout(60_000);
  let without: string;
  let sockets: string;
  let withoutFilters: string;

  async function make(source: string): Promise<string> {
    const path = fileURLToPath(new URL(source, import.meta.url));
    const binary = join(testFolder(), source.replace(/\W/g, '-'));
    await execa('gcc', [...C_FLAGS, '-o', binary, path]);
    return binary;
  }

  before(async () => {
    without = await make('./without-network.c');
    sockets = await make('./fixtures/sockets.c');
    withoutFilters = await make('./fixtures/without-filters.c');
  });

  const run = (file: string, ...argv: string[]) =>
    execa(file, argv, { reject: false, env: { LC_ALL: 'C' }, stdin: 'ignore' });

  /** What came of each way to a socket, by its name. */
  const told = (stdout: string): Record<string, string> =>
    Object.fromEntries(stdout.split('\n').map((line) => line.split(': ') as [string, string]));

  const REFUSED = {
    'socket AF_UNIX': 'done',
    'socket AF_INET': 'Permission denied',
    'socket AF_INET6': 'Permission denied',
    'socket AF_NETLINK': 'Permission denied',
    'socket AF_PACKET': 'Permission denied',
    'socket AF_VSOCK': 'Permission denied',
    'socketpair AF_UNIX': 'done',
    'socketpair AF_INET': 'Permission denied',
    'socket AF_INET, high bits set': 'Permission denied',
    'io_uring_setup 1': 'Function not implemented',
    'pidfd_getfd -1': 'Operation not permitted',
  };

  it('runs a command that gets sockets of AF_UNIX alone', async () => {
    const plain = told((await run(sockets)).stdout);
    assert.equal(plain['socket AF_INET'], 'done', 'this machine itself gives them');
    assert.equal(plain['socket AF_INET, high bits set'], 'done');
    const { stdout, exitCode } = await run(without, sockets);
    assert.deepEqual([told(stdout), exitCode], [REFUSED, 0]);
  });

  it('keeps it so for whatever that command begins', async () => {
    const { stdout } = await run(without, 'sh', '-c', '(sh -c "$0; true" &) | cat', sockets);
    assert.deepEqual(told(stdout), REFUSED);
  });

  it('kills what calls by the numbers of another architecture', async function () {
    if (process.arch !== 'x64') return this.skip();
    for (const which of ['1', '2']) {
      assert.notEqual((await run(sockets, 'foreign', which)).signal, 'SIGSYS');
      assert.equal((await run(without, sockets, 'foreign', which)).signal, 'SIGSYS');
    }
  });

  it('keeps it from abstract sockets of others, where the kernel can (Landlock 6, Linux 6.12)', async () => {
    // As long as a name can be: some versions of Node fill shorter ones up.
    const name = `netknee-test-${process.pid}`.padEnd(107, '-');
    const server = createServer().listen(`\0${name}`);
    await once(server, 'listening');
    const canRefuse = Number((await run(sockets, 'landlock', '1')).stdout) >= 6;
    try {
      assert.equal((await run(sockets, 'abstract', name)).exitCode, 0);
      assert.equal((await run(without, sockets, 'abstract', name)).exitCode, canRefuse ? 1 : 0);
    } finally {
      server.close();
    }
  });

  it('says how the command ended, and why it could not be begun', async () => {
    assert.equal((await run(without, 'sh', '-c', 'exit 7')).exitCode, 7);
    assert.equal((await run(without, 'sh', '-c', 'kill -TERM $$')).signal, 'SIGTERM');
    const missing = await run(without, '/no/such');
    assert.equal(missing.exitCode, 127);
    assert.match(missing.stderr, /\/no\/such: No such file or directory/);
    assert.equal((await run(without, '/')).exitCode, 126);
    assert.equal((await run(without)).exitCode, 125);
  });

  it('runs nothing where the kernel takes no filter', async () => {
    const { exitCode, stdout, stderr } = await run(withoutFilters, without, 'echo', 'ran');
    assert.deepEqual([exitCode, stdout], [125, '']);
    assert.match(stderr, /takes no system call filter: Invalid argument; the command was not run/);
  });
});
