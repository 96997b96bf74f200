import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { compile, testFolder } from './compile.testing.js';
import { parseSpawnTime, schedule } from './spawn-time.js';
import { answeredInTime, latencyQuantiles } from './tcp-probe.js';
import { type ProbeRow, parseUdpProbe } from './udp-probe.js';

const rowsOf = (latenciesNs: (number | null)[]): ProbeRow[] =>
  latenciesNs.map((latencyNs, sequence) => {
    const intendedNs = 1e12 + sequence * 1e6;
    return {
      sequence,
      intendedNs,
      sentNs: intendedNs + 10,
      receivedNs: latencyNs === null ? null : intendedNs + latencyNs,
      kernelReceivedNs: null,
    };
  });

describe('requests', () => {
  it('have quantiles of what was answered', () => {
    assert.deepEqual(latencyQuantiles(rowsOf([30, null, 10, 20]), 'tcp_latency'), [
      { metric: 'tcp_latency_p50', iteration: 0, value: 20 },
      { metric: 'tcp_latency_p99', iteration: 0, value: 29.8 },
      { metric: 'tcp_latency_max', iteration: 0, value: 30 },
    ]);
    assert.throws(() => latencyQuantiles(rowsOf([null]), 'tcp_latency'), /none of 1 requests/);
  });

  it('are in time until the deadline, and never when unanswered', () => {
    assert.equal(answeredInTime(rowsOf([50e6, 50e6 + 1, null, 1]), 50e6), 0.5);
    assert.throws(() => answeredInTime([], 1), RangeError);
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  return port;
}

/** Of a process, in seconds. */
async function processorTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  const ticks = Number((await execa('getconf', ['CLK_TCK'])).stdout);
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

describe('tcp-probe.c', function () {
  this.timeout(60_000);
  const program = () => compile(new URL('./tcp-probe.c', import.meta.url));
  const client = async (port: number, ...words: string[]) =>
    execa(await program(), ['client', '127.0.0.1', String(port), ...words], {
      reject: false,
      timeout: 30_000,
    });

  async function withServer<T>(
    use: (port: number, signal: (name: NodeJS.Signals) => void, pid: number) => Promise<T>,
    binary = program(),
  ) {
    const port = await freePort();
    const server = execa(await binary, ['server', String(port)], { reject: false, timeout: 50_000 });
    assert.equal(String((await once(server.stdout, 'data'))[0]), 'ready\n');
    try {
      return await use(port, (name) => server.kill(name), server.pid!);
    } finally {
      server.kill('SIGCONT');
      server.kill('SIGTERM');
      assert.equal((await server).exitCode, 0);
    }
  }

  for (const how of [['--connections', '3'], ['--http']]) {
    it(`gets every answer in turn (${how[0]})`, () =>
      withServer(async (port) => {
        const { stdout, stderr, exitCode } = await client(
          port,
          ...['--rate', '100', '--seconds', '2', '--warmup', '20', ...how],
        );
        assert.equal(exitCode, 0, stderr);
        const rows = parseUdpProbe(stdout);
        assert.equal(rows.length, 200);
        for (const [i, row] of rows.entries()) {
          assert.equal(row.intendedNs - rows[0]!.intendedNs, i * 10e6);
          assert.ok(row.sentNs >= row.intendedNs);
          assert.ok(row.receivedNs !== null && row.receivedNs > row.sentNs);
        }
      }));

    it(`shows a stopped server as latency, or given up at the deadline (${how[0]})`, () =>
      withServer(async (port, signal) => {
        let running = true;
        const words = ['--rate', '100', '--seconds', '2', ...how];
        const both = Promise.all([client(port, ...words), client(port, ...words, '--deadline-ms', '60')]);
        both.finally(() => {
          running = false;
        });
        while (running) {
          signal('SIGSTOP');
          await pause(250);
          signal('SIGCONT');
          await pause(250);
        }
        const [patient, hasty] = (await both).map(({ stdout }) => parseUdpProbe(stdout));
        assert.ok(patient!.every(({ receivedNs }) => receivedNs !== null));
        assert.ok(answeredInTime(patient!, 60e6) < 1);
        assert.ok(hasty!.some(({ receivedNs }) => receivedNs === null));
        assert.ok(hasty!.every((row) => row.receivedNs === null || row.receivedNs - row.intendedNs <= 60e6));
      }));
  }

  /** With which a peer that does not read is felt after some kilobytes. */
  const withSmallBuffers = () =>
    compile(new URL('./tcp-probe.c', import.meta.url), {
      source: new URL('./small-buffers.testing.c', import.meta.url),
      wraps: ['setsockopt'],
    });

  it('holds requests back for a server that does not read, and sends them when it does', async () => {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      socket.on('error', () => {});
      setTimeout(() => socket.pipe(socket), 800);
    });
    const port = await listening(server);
    const words = `client 127.0.0.1 ${port} --rate 5000 --seconds 1 --deadline-ms 20000`.split(' ');
    const { stdout, stderr, exitCode } = await execa(await withSmallBuffers(), words, {
      reject: false,
      timeout: 40_000,
    });
    server.close();
    assert.equal(exitCode, 0, stderr);
    const rows = parseUdpProbe(stdout);
    assert.equal(rows.filter(({ receivedNs }) => receivedNs !== null).length, 5000);
    assert.ok(rows.some(({ sentNs, intendedNs }) => sentNs - intendedNs >= 50e6));
  });

  it('gives a client that does not read its answers when it does, whatever bytes they are of', async () => {
    const MEGABYTES = 8;
    await withServer(async (port) => {
      const socket = connect({ port, host: '127.0.0.1' });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.pause();
      // After its first byte all of them are such as a GET begins with.
      const sent = Buffer.alloc(MEGABYTES << 20, 'G');
      sent[0] = 0x45;
      socket.write(sent);
      await pause(500);
      let received = 0;
      let differs = 0;
      socket.on('data', (bytes: Buffer) => {
        if (!bytes.equals(sent.subarray(received, received + bytes.length))) differs++;
        received += bytes.length;
        if (received >= sent.length) socket.end();
      });
      socket.resume();
      await closed;
      assert.deepEqual([received, differs], [sent.length, 0]);
    }, withSmallBuffers());
  });

  it('sleeps between requests, over hundreds of connections', () =>
    withServer(async (port, _signal, server) => {
      const file = join(testFolder(), 'hundreds.tsv');
      const words = `client 127.0.0.1 ${port} --rate 400 --seconds 4 --connections 600`.split(' ');
      await writeFile(file, schedule([{ label: 'tcp', iteration: 0, argv: [await program(), ...words] }]));
      const spawnTime = await compile(new URL('./spawn-time.c', import.meta.url));
      const before = await processorTime(server);
      const { stdout, stderr, exitCode } = await execa(spawnTime, [file], {
        reject: false,
        timeout: 40_000,
      });
      assert.equal(exitCode, 0, stderr);
      const [row] = parseSpawnTime(stdout);
      const wallUs = row!.durationNs / 1e3;
      assert.ok(row!.userUs + row!.systemUs < wallUs / 2, stdout);
      assert.ok(((await processorTime(server)) - before) * 1e6 < wallUs / 2);
    }));

  it('sleeps while more want to be served than it can take, and serves them as others leave', () =>
    withServer(async (port, _signal, server) => {
      const sockets = Array.from({ length: 1010 }, () => connect({ port, host: '127.0.0.1' }));
      for (const socket of sockets) socket.on('error', () => {});
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      // Each that is served echoes; the last ones wait.
      for (const socket of sockets) socket.write('E');
      const answers = sockets.map((socket) => once(socket, 'data'));
      await Promise.all(answers.slice(0, 990));
      const [before, start] = [await processorTime(server), process.hrtime.bigint()];
      await pause(2000);
      const used = (await processorTime(server)) - before;
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      assert.ok(used < seconds / 10, `${used} s of processor time in ${seconds} s`);
      for (const socket of sockets.splice(0, 20)) socket.destroy();
      await Promise.all(answers.slice(20));
      for (const socket of sockets) socket.destroy();
    }));

  it('counts no answer that is cut short of its Content-Length', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok\n'));
    });
    const port = await listening(server);
    const { stdout } = await client(port, '--http', '--rate', '10', '--seconds', '1', '--deadline-ms', '200');
    server.close();
    assert.equal(answeredInTime(parseUdpProbe(stdout), 1e9), 0);
  });

  it('loses all requests where no connection is to be had, when it need not wait for a first one', async () => {
    const words = '--http --no-wait --rate 10 --seconds 1 --deadline-ms 200'.split(' ');
    const { exitCode, stdout } = await client(await freePort(), ...words);
    assert.equal(exitCode, 0);
    const rows = parseUdpProbe(stdout);
    assert.equal(rows.length, 10);
    assert.ok(rows.every(({ receivedNs }) => receivedNs === null));
  });

  it('exits 1 when nothing answers, and 2 on wrong words', async () => {
    const { exitCode, stderr } = await client(await freePort(), '--rate', '1', '--seconds', '1');
    assert.equal(exitCode, 1);
    assert.match(stderr, /^tcp-probe: connect: no answer in 3 s: /);
    const wrong = [
      '--rate 0 --seconds 1',
      '--rate 9',
      '--rate 9 --seconds 1 --http --connections 2',
      '--rate 9 --seconds 1 --no-wait',
      '--rate 9 --seconds 1 -x',
    ];
    for (const words of wrong) assert.equal((await client(7, ...words.split(' '))).exitCode, 2, words);
    assert.equal((await execa(await program(), ['server', '7', '--http'], { reject: false })).exitCode, 2);
  });
});
