import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { compile } from './compile.testing.js';
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

describe('tcp-probe.c', function () {
  this.timeout(60_000);
  const program = () => compile(new URL('./tcp-probe.c', import.meta.url));
  const client = async (port: number, ...words: string[]) =>
    execa(await program(), ['client', '127.0.0.1', String(port), ...words], {
      reject: false,
      timeout: 30_000,
    });

  async function withServer<T>(use: (port: number, signal: (name: NodeJS.Signals) => void) => Promise<T>) {
    const port = await freePort();
    const server = execa(await program(), ['server', String(port)], { reject: false, timeout: 50_000 });
    assert.equal(String((await once(server.stdout, 'data'))[0]), 'ready\n');
    try {
      return await use(port, (name) => server.kill(name));
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

  it('exits 1 when nothing answers, and 2 on wrong words', async () => {
    const { exitCode, stderr } = await client(await freePort(), '--rate', '1', '--seconds', '1');
    assert.equal(exitCode, 1);
    assert.match(stderr, /^tcp-probe: connect: no answer in 3 s: /);
    const wrong = [
      '--rate 0 --seconds 1',
      '--rate 9',
      '--rate 9 --seconds 1 --http --connections 2',
      '--rate 9 --seconds 1 -x',
    ];
    for (const words of wrong) assert.equal((await client(7, ...words.split(' '))).exitCode, 2, words);
    assert.equal((await execa(await program(), ['server', '7', '--http'], { reject: false })).exitCode, 2);
  });
});
