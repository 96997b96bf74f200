import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { compile } from './compile.testing.js';
import { type ProbeRow, parseUdpProbe, probeMeasurements } from './udp-probe.js';

const rowsOf = (latenciesNs: (number | null)[]): ProbeRow[] =>
  latenciesNs.map((latencyNs, sequence) => {
    const intendedNs = 1e12 + sequence * 1e6;
    const receivedNs = latencyNs === null ? null : intendedNs + latencyNs;
    return { sequence, intendedNs, sentNs: intendedNs + 10, receivedNs, kernelReceivedNs: null };
  });

describe('probeMeasurements', () => {
  it('counts from the intended time and sums up under iteration 0', () => {
    const found = probeMeasurements(rowsOf([1000, 2000, 3000, 4000, null, 60e6]));
    const of = (metric: string) =>
      found.filter((m) => m.metric === metric).map((m) => [m.iteration, Number(m.value.toFixed(6))]);
    assert.deepEqual(of('probe_latency'), [
      [0, 1000],
      [1, 2000],
      [2, 3000],
      [3, 4000],
      [5, 60e6],
    ]);
    assert.deepEqual(of('probe_latency_p50'), [[0, 3000]]);
    // Type 7: 0.9 * 4 = 3.6, so 4000 + 0.6 * (60e6 - 4000).
    assert.deepEqual(of('probe_latency_p90'), [[0, 36_001_600]]);
    assert.deepEqual(of('probe_latency_max'), [[0, 60e6]]);
    assert.deepEqual(of('probe_late_share'), [[0, 0.333333]]);
    assert.deepEqual(of('probe_lost'), [[0, 1]]);
    assert.equal(of('probe_latency_p99').length + of('probe_latency_p999').length, 2);
  });

  it('does not make zeros of nothing', () => {
    assert.throws(() => probeMeasurements(rowsOf([null, null])), /none of 2 packets came back/);
    assert.throws(() => probeMeasurements([]), /none of 0/);
  });
});

describe('parseUdpProbe', () => {
  it('wants the exact header, rows in sequence and whole numbers', () => {
    const header = 'sequence,intended_ns,sent_ns,received_ns\n';
    const lost = { sequence: 0, intendedNs: 5, sentNs: 6, receivedNs: null, kernelReceivedNs: null };
    assert.deepEqual(parseUdpProbe(`${header}0,5,6,\n`), [lost]);
    assert.throws(() => parseUdpProbe('sequence,intended,sent,received\n'), /CSV header/);
    assert.throws(() => parseUdpProbe(`${header}1,5,6,\n`), /row 0 has sequence 1/);
    assert.throws(() => parseUdpProbe(`${header}0,5,6,4\n`), /row 0 was answered before it was sent/);
    assert.throws(() => parseUdpProbe(`${header}0,5,6.5,\n`), /sent_ns of row 0/);
  });

  it('takes when the kernel received a packet, where that is said', () => {
    const header = 'sequence,intended_ns,sent_ns,received_ns,kernel_received_ns\n';
    const rows = parseUdpProbe(`${header}0,5,6,9,8\n1,15,16,19,\n2,25,26,,\n`);
    assert.deepEqual(
      rows.map(({ receivedNs, kernelReceivedNs }) => [receivedNs, kernelReceivedNs]),
      [
        [9, 8],
        [19, null],
        [null, null],
      ],
    );
    assert.throws(() => parseUdpProbe(`${header}0,5,6,9,8.5\n`), /kernel_received_ns of row 0/);
    assert.throws(() => parseUdpProbe(`${header}0,5,6,9\n`), /no CSV/);
  });

  it('measures the same with and without what the kernel says', () => {
    const rows = rowsOf([1000, 2000, null, 60e6]);
    const stamped = rows.map((row) => ({ ...row, kernelReceivedNs: row.receivedNs && row.receivedNs - 1 }));
    assert.deepEqual(probeMeasurements(stamped), probeMeasurements(rows));
  });
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

describe('udp-probe.c', function () {
  this.timeout(60_000);
  const program = () => compile(new URL('./udp-probe.c', import.meta.url));

  async function startServer() {
    const port = await freePort();
    const server = execa(await program(), ['server', String(port)], { reject: false, timeout: 30_000 });
    const [first] = await once(server.stdout, 'data');
    assert.equal(String(first), 'ready\n');
    return { port, server };
  }
  const startClient = async (port: number, seconds: number, warmup = 0) =>
    execa(
      await program(),
      `client 127.0.0.1 ${port} --rate 100 --seconds ${seconds} --warmup ${warmup}`.split(' '),
      { reject: false, timeout: 30_000 },
    );

  it('gets 300 of 300 packets back, each due 10 ms after the one before', async () => {
    const { port, server } = await startServer();
    try {
      const { stdout, stderr, exitCode } = await startClient(port, 3, 20);
      assert.equal(exitCode, 0, stderr);
      const rows = parseUdpProbe(stdout);
      assert.equal(rows.length, 300);
      for (const [i, row] of rows.entries()) {
        assert.equal(row.intendedNs - rows[0]!.intendedNs, i * 10e6);
        assert.ok(row.sentNs >= row.intendedNs);
        assert.ok(row.receivedNs !== null && row.receivedNs > row.sentNs);
        assert.ok(row.kernelReceivedNs !== null, `row ${i} has no time of the kernel`);
        assert.ok(row.kernelReceivedNs >= row.sentNs && row.kernelReceivedNs <= row.receivedNs);
      }
    } finally {
      server.kill('SIGTERM');
    }
    assert.equal((await server).exitCode, 0);
  });

  it('shows a stopped server as latency from the intended time', async () => {
    const { port, server } = await startServer();
    try {
      let running = true;
      const client = startClient(port, 2).finally(() => {
        running = false;
      });
      // Again and again, so that no start-up time decides whether a stop meets the packets.
      while (running) {
        server.kill('SIGSTOP');
        await pause(200);
        server.kill('SIGCONT');
        await pause(200);
      }
      const rows = parseUdpProbe((await client).stdout);
      const measurements = probeMeasurements(rows);
      const value = (metric: string) => measurements.find((m) => m.metric === metric)!.value;
      assert.ok(value('probe_latency_max') >= 150e6);
      assert.ok(value('probe_late_share') > 0);
      assert.equal(value('probe_lost'), 0);
      const worst = rows.toSorted((a, b) => b.receivedNs! - b.sentNs - (a.receivedNs! - a.sentNs))[0]!;
      assert.ok(worst.kernelReceivedNs! - worst.sentNs > worst.receivedNs! - worst.kernelReceivedNs!);
    } finally {
      server.kill('SIGCONT');
      server.kill('SIGTERM');
    }
    await server;
  });

  it('tells a client that does not run from a packet that is late', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    // Answers come 100 ms later, so that some are on their way whenever the client is stopped.
    server.on('message', (bytes, { port, address }) => {
      setTimeout(() => server.send(bytes, port, address), 100);
    });
    const words = `client 127.0.0.1 ${server.address().port} --rate 100 --seconds 2`.split(' ');
    const client = execa(await program(), words, { reject: false, timeout: 30_000 });
    let running = true;
    client.finally(() => {
      running = false;
    });
    while (running) {
      client.kill('SIGSTOP');
      await pause(400);
      client.kill('SIGCONT');
      await pause(200);
    }
    const rows = parseUdpProbe((await client).stdout);
    server.close();
    const sinceKernel = rows.map(({ receivedNs, kernelReceivedNs }) => (receivedNs ?? 0) - kernelReceivedNs!);
    assert.ok(Math.max(...sinceKernel) >= 100e6, `${Math.max(...sinceKernel)} ns at most`);
  });

  it('exits 1 when nothing answers, and 2 on wrong words', async () => {
    const port = await freePort();
    const { exitCode, stdout, stderr } = await startClient(port, 1);
    assert.equal(exitCode, 1);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`^udp-probe: handshake with 127.0.0.1 port ${port}: no answer in 3 s: `));
    for (const words of ['', 'server', 'server x', 'client 127.0.0.1 7 --rate 0 --seconds 1', 'serve 7']) {
      assert.equal(
        (await execa(await program(), words.split(' '), { reject: false, timeout: 30_000 })).exitCode,
        2,
        words,
      );
    }
  });
});
