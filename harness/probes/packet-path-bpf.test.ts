import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from './compile.testing.js';
import { parsePacketPath } from './packet-path.js';

describe('packet-path-bpf.sh', function () {
  this.timeout(30_000);
  const script = fileURLToPath(new URL('./packet-path-bpf.sh', import.meta.url));

  /** A bpftrace that attaches nothing, runs its command and then writes these lines. */
  async function tracer(name: string, lines: string[], attaches = true) {
    const folder = join(testFolder(), name);
    await mkdir(join(folder, 'temporary'), { recursive: true });
    const trace = ['Attaching 14 probes...', ...lines, '', ''].join('\n');
    const body = attaches ? `$4 & trap 'kill $!; exit 0' TERM; wait; cp '${folder}/lines' "$2"` : 'exit 1';
    await writeFile(join(folder, 'lines'), trace);
    await writeFile(join(folder, 'bpftrace'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const start = (...words: string[]) =>
      execa(script, words, {
        env: { PATH: `${folder}:${process.env.PATH}`, TMPDIR: join(folder, 'temporary') },
        reject: false,
        timeout: 20_000,
      });
    return { start, left: () => readdir(join(folder, 'temporary')), folder };
  }
  const LINES = [
    'udp-probe-185 [001] ..... 28.213999: ip_output: skb=0xff1100000e00',
    'ksoftirqd/0-14 [000] ..s.. 28.214007: ip_rcv: skb=0xff1100000e00 dev=nk-peer',
    'ksoftirqd/0-14 [000] ..s.. 28.215000: netknee_entry: ',
    'ksoftirqd/0-14 [000] ..s.. 28.415000: netknee_return: ',
  ];

  it('prints what packet-path.ts reads, when its command is over', async () => {
    const { start, left } = await tracer('attaching', LINES);
    const { stdout, stderr, exitCode } = await start(
      'nothing_has_this_name',
      '1',
      '--',
      'sh',
      '-c',
      'echo ran; exit 7',
    );
    assert.equal(exitCode, 7, stderr);
    assert.equal(stderr, 'ran');
    const { events, runs, lacking } = parsePacketPath(stdout);
    assert.deepEqual(
      events.map(({ step, device, softirq }) => [step, device, softirq]),
      [
        ['ip_output', null, false],
        ['ip_rcv', 'nk-peer', true],
      ],
    );
    assert.deepEqual(runs, [{ cpu: 0, startNs: 28_215_000_000, endNs: 28_415_000_000 }]);
    assert.ok(lacking.includes('nothing_has_this_name'));
    assert.deepEqual(await left(), []);
  });

  it('ends bpftrace and leaves nothing after SIGTERM', async () => {
    const { start, left, folder } = await tracer('interrupted-bpf', LINES);
    const running = start('f', '1', '--', 'sh', '-c', `touch '${folder}/began'; exec sleep 15`);
    while (!existsSync(join(folder, 'began'))) await pause(20);
    running.kill('SIGTERM');
    assert.equal((await running).exitCode, 143);
    assert.deepEqual(await left(), []);
  });

  it('fails when events were lost, and when nothing could be attached', async () => {
    const lossy = await tracer('lossy-bpf', [...LINES, 'Lost 5 events']);
    const lost = await lossy.start('f', '1', '--', 'true');
    assert.deepEqual([lost.exitCode, lost.stderr], [1, 'packet-path-bpf.sh: the trace lost events']);
    const { start, left } = await tracer('failing-bpf', [], false);
    const { exitCode, stderr } = await start('f', '1', '--', 'echo', 'ran');
    assert.equal(exitCode, 1);
    assert.match(stderr, /^packet-path-bpf.sh: bpftrace ended before its probes were attached/);
    assert.deepEqual(await left(), []);
  });

  it('says that there is no bpftrace, and refuses wrong words', async () => {
    const env = { PATH: '/nonexistent' };
    const absent = await execa(script, ['f', '1', '--', 'echo', 'ran'], {
      env,
      extendEnv: false,
      reject: false,
    });
    assert.deepEqual([absent.exitCode, absent.stdout, absent.stderr], [0, '# netknee: no bpftrace', '']);
    for (const words of ['', 'f 1', 'f 1 --', 'f* 1 -- ls', 'f x -- ls', 'f 1 ls ls'])
      assert.equal((await execa(script, words.split(' '), { env, reject: false })).exitCode, 2, words);
  });
});
