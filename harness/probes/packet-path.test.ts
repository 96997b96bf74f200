import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { echoesOf } from '../packets/packet-echoes.js';
import { packetsOf } from '../packets/packet-hops.js';
import { lateness } from '../packets/packet-lateness.js';
import { worstPacketTable } from '../packets/packet-table.js';
import { testFolder } from './compile.testing.js';
import { parsePacketPath } from './packet-path.js';

/** A stretch of a trace from a guest with kernel 6.1, path rps: a run of the timer, and packets before and after. */
const text = readFileSync(new URL('./fixtures/packet-path.txt', import.meta.url), 'utf8');

/**
 * Read off the fixture: 32 probes, of which the timer's run of 223 ms holds up one every 10 ms: 18 of them for 50 ms
 * or longer, and four for less.
 */
const FOUND = {
  packets: 32,
  late: 18,
  gapMaxNs: 220_819_000,
  lateWithin: 1,
  onTimeWithin: 4 / 14,
  lateOnCpu: 1,
  lateInSoftirq: 1,
};
const ROWS = [
  '1 | ip_output | nk-host | 4026531840 | 1 | udp-probe-249 | 30.435174 s | –',
  '2 | dev_hard_start_xmit | nk-host | 4026531840 | 1 | udp-probe-249 | 30.435256 s | 82 µs',
  '3 | __netif_rx | nk-peer | 4026532444 netknee-probe | 1 | udp-probe-249 | 30.435279 s | 23 µs',
  '4 | __netif_receive_skb | nk-peer | 4026532444 netknee-probe | 0 | ksoftirqd/0-14 (softirq) | 30.656098 s | 220,819 µs',
  '5 | ip_rcv | nk-peer | 4026532444 netknee-probe | 0 | ksoftirqd/0-14 (softirq) | 30.656131 s | 33 µs',
  '6 | __udp4_lib_rcv | nk-peer | 4026532444 netknee-probe | 0 | ksoftirqd/0-14 (softirq) | 30.656196 s | 65 µs',
  '7 | __udp_enqueue_schedule_skb | nk-peer | 4026532444 netknee-probe | 0 | ksoftirqd/0-14 (softirq) | 30.656231 s | 35 µs',
  '8 | skb_consume_udp | nk-peer | 4026532444 netknee-probe | 1 | udp-probe-246 | 30.657730 s | 1,499 µs',
].map((row) => row.split(' | '));
const NOTE = 'It waited 220,819 µs before __netif_receive_skb, which then ran on CPU 0 in a softirq.';

describe('parsePacketPath', () => {
  it('reads steps of kprobes', () => {
    const { events } = parsePacketPath(
      'client-7-185 [001] bNs2. 28.213999: ip_rcv: skb=0xff11 dev="nk-peer"\n',
    );
    assert.deepEqual(events, [
      {
        timeNs: 28_213_999_000,
        cpu: 1,
        process: 'client-7-185',
        softirq: true,
        step: 'ip_rcv',
        buffer: 'ff11',
        device: 'nk-peer',
      },
    ]);
  });

  it('reads tracepoints of newer kernels and flags of older ones', () => {
    const lines = [
      '  <idle>-0       [000] ..s.    1.000001: netif_receive_skb: dev=nk-host skbaddr=ff1100001051ff00',
      '  <idle>-0       [000] d.h.    1.000002: ip_output: skb=0xff1100001051ff00 dev=(fault)',
    ];
    const { events } = parsePacketPath(lines.join('\n'));
    assert.deepEqual(
      events.map(({ device, softirq, buffer }) => [device, softirq, buffer]),
      [
        ['nk-host', true, 'ff1100001051ff00'],
        [null, false, 'ff1100001051ff00'],
      ],
    );
  });

  it('pairs runs by CPU, and leaves halves out', () => {
    const at = (cpu: number, seconds: string, which: string) =>
      `a-1 [00${cpu}] ..s1. ${seconds}: netknee_${which}: (estimation_timer+0x0/0x1e0 [ip_vs])\n`;
    const { runs } = parsePacketPath(
      at(0, '0.500000', 'return') +
        at(0, '1.000000', 'entry') +
        at(1, '1.100000', 'entry') +
        at(0, '1.200000', 'return'),
    );
    assert.deepEqual(runs, [{ cpu: 0, startNs: 1e9, endNs: 1.2e9 }]);
  });

  it('reads the head', () => {
    const head = [
      '# netknee: namespace 4026531840 - lo nk-host ',
      '# netknee: namespace 4026532473 netknee-probe lo nk-peer ',
      '# netknee: no function __netif_rx',
      '# netknee: missed 3 of ip_rcv',
    ];
    const trace = parsePacketPath(head.join('\n'));
    assert.deepEqual(
      [...trace.namespaces],
      [
        ['lo', '-'],
        ['nk-host', '4026531840'],
        ['nk-peer', '4026532473 netknee-probe'],
      ],
    );
    assert.deepEqual([trace.lacking, trace.missed], [['__netif_rx'], { ip_rcv: 3 }]);
  });

  it('throws on losses and on what is no trace', () => {
    assert.throws(
      () => parsePacketPath('# entries-in-buffer/entries-written: 9/11   #P:2\n'),
      /lost events: 9 of 11/,
    );
    assert.throws(() => parsePacketPath('cat: trace: No such file\n'), /not a line of a trace/);
    assert.throws(
      () => parsePacketPath('a-1 [000] ..s1. 1.000000: ip_rcv: (ip_rcv+0x0)\n'),
      /no socket buffer/,
    );
  });

  it('shows in a real trace that late packets waited for the timer', () => {
    const trace = parsePacketPath(text);
    const echoes = echoesOf(packetsOf(trace.events));
    const found = lateness(echoes, trace.runs);
    assert.deepEqual(trace.lacking, []);
    assert.deepEqual(found, FOUND);
    const { columns, rows, note } = worstPacketTable(echoes, trace, { name: 'x', title: 'y', factors: {} });
    assert.deepEqual(columns, 'step function interface namespace CPU process time gap'.split(' '));
    assert.deepEqual(rows.slice(0, 8), ROWS);
    assert.equal(rows.length, 16);
    assert.equal(note, NOTE);
  });
});

describe('packet-path.sh', function () {
  this.timeout(30_000);
  const script = fileURLToPath(new URL('./packet-path.sh', import.meta.url));

  /** A tracing folder, and programs that do to it what the kernel would: an instance comes with its files. */
  async function tracing(name: string, release: string, overrun = 0) {
    const folder = join(testFolder(), name);
    const trace = join(folder, 'trace-of-instance');
    await mkdir(join(folder, 'instances'), { recursive: true });
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'kprobe_events'), '');
    await writeFile(
      join(folder, 'kprobe_profile'),
      '  ip_rcv   9   0\n  ip_output   9   2\n  skb_other   9   5\n',
    );
    await writeFile(trace, text);
    const programs = {
      mkdir: `/bin/mkdir "$1" && cd "$1" && /bin/mkdir -p events/\${1##*/} options per_cpu/cpu0
        for e in net_dev_start_xmit netif_rx netif_receive_skb; do /bin/mkdir -p events/net/$e; done
        printf 'overrun: ${overrun}\\ncommit overrun: 3\\n' >per_cpu/cpu0/stats; cp '${trace}' trace`,
      rmdir: '/bin/rm -r "$1"',
      uname: `if [ "$1" = -r ]; then echo ${release}; else echo x86_64; fi`,
      ip: 'if [ "$1" = -o ]; then echo "7: nk-host@if6: <UP>"; fi',
    };
    for (const [program, lines] of Object.entries(programs))
      await writeFile(join(folder, 'bin', program), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    const start = (...words: string[]) =>
      execa(script, words, {
        env: { NETKNEE_TRACING: folder, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
        reject: false,
        timeout: 20_000,
      });
    const left = async () => ({
      instances: await readdir(join(folder, 'instances')),
      probes: (await readFile(join(folder, 'kprobe_events'), 'utf8'))
        .replaceAll(/netknee_\d+/g, 'own')
        .split('\n'),
    });
    return { start, left };
  }
  const shows = 'cd "$NETKNEE_TRACING"/instances/*; cat trace_clock options/* events/net/*/filter; exit 7';

  it('traces kprobes with names before Linux 6.8, and takes all its own away', async () => {
    const { start, left } = await tracing('older', '6.1.0-56-cloud-amd64');
    const run = await start('nk-host,nk-peer', 'estimation_timer', '1', '--', 'sh', '-c', shows);
    assert.equal(run.exitCode, 7, run.stderr);
    assert.doesNotMatch(run.stderr, /name ==/);
    const { instances, probes } = await left();
    assert.deepEqual(instances, []);
    assert.equal(probes[0], 'p:own/ip_output ip_output skb=%dx:x64 ');
    assert.equal(
      probes[1],
      'p:own/dev_hard_start_xmit dev_hard_start_xmit skb=%di:x64 dev=+0(+16(%di)):string',
    );
    assert.equal(probes.filter((line) => /^[pr]:/.test(line)).length, 11);
    assert.equal(probes.filter((line) => line.startsWith('-:own/')).length, 11);
    const trace = parsePacketPath(run.stdout);
    assert.deepEqual(trace.missed, { ip_output: 2 });
    assert.equal(trace.events.length, parsePacketPath(text).events.length);
  });

  it('takes tracepoints for four of them from Linux 6.8 on', async () => {
    const { start, left } = await tracing('newer', '6.12.117+deb13-cloud-amd64');
    const run = await start('nk-host,nk-peer', 'estimation_timer', '1', '--', 'sh', '-c', shows);
    const filter = 'name == "nk-host" || name == "nk-peer"';
    assert.equal(run.stderr, ['mono', '0', filter, filter, filter].join('\n'));
    const { instances, probes } = await left();
    assert.deepEqual(instances, []);
    assert.equal(probes.filter((line) => /^[pr]:/.test(line)).length, 7);
    assert.ok(probes.every((line) => !line.includes('string')));
  });

  it('takes all its own away after SIGTERM', async () => {
    const { start, left } = await tracing('interrupted', '6.1.0');
    const running = start('nk-host', 'estimation_timer', '1', '--', 'sleep', '15');
    while (!(await left()).probes.some((line) => line.startsWith('r:'))) await pause(20);
    running.kill('SIGTERM');
    assert.equal((await running).exitCode, 143);
    const { instances, probes } = await left();
    assert.deepEqual(instances, []);
    const defined = probes.filter((line) => /^[pr]:/.test(line)).map((line) => line.split(/[ :]/)[1]);
    assert.deepEqual(
      probes.filter((line) => line.startsWith('-')).map((line) => line.slice(2)),
      defined,
    );
  });

  it('fails when events were lost', async () => {
    const { start, left } = await tracing('lossy', '6.1.0', 4);
    const { exitCode, stderr } = await start('nk-host', 'estimation_timer', '1', '--', 'true');
    assert.equal(exitCode, 1);
    assert.match(stderr, /the trace lost events/);
    assert.deepEqual((await left()).instances, []);
  });

  it('refuses wrong words, and fails without tracefs before it runs the command', async () => {
    const env = { NETKNEE_TRACING: '/nonexistent' };
    for (const words of [
      '',
      'a f 1',
      'a f 1 --',
      'a* f 1 -- ls',
      'a f* 1 -- ls',
      'a f 08 -- ls',
      'a f 1 ls ls',
    ])
      assert.equal((await execa(script, words.split(' '), { env, reject: false })).exitCode, 2, words);
    const absent = await execa(script, ['a', 'f', '1', '--', 'echo', 'ran'], { env, reject: false });
    assert.equal(absent.exitCode, 1);
    assert.match(absent.stderr, /^packet-path.sh: no tracing folder/);
  });
});
