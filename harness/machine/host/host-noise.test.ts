import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import {
  type HostFiles,
  type HostState,
  noiseBetween,
  noiseFacts,
  noiseReasons,
  parseHostState,
  readHostState,
} from './host-noise.js';

const quiet: HostState = {
  busy: 1000,
  idle: 1000,
  steal: 0,
  own: 500,
  load1: 0.5,
  availableMb: 8000,
  governors: ['performance'],
  turbo: 'off',
  throttled: 3,
  otherQemus: 0,
};
const later = (more: Partial<HostState>): HostState => ({ ...quiet, ...more });
const reasons = (after: Partial<HostState>, before = quiet) =>
  noiseReasons(noiseBetween(before, later(after)), 2048);

describe('host noise', () => {
  it('counts what others used, not what this process and its guests did', () => {
    assert.deepEqual(reasons({ busy: 1900, idle: 1100, own: 1400 }), []);
    assert.match(
      reasons({ busy: 1900, idle: 1100, own: 600 })[0]!,
      /other processes used 80 % of the CPUs \(limit 20 %\)/,
    );
  });

  it('names steal, heat and too little memory', () => {
    assert.match(reasons({ idle: 1900, steal: 100 })[0]!, /hypervisor took 10 %/);
    assert.match(reasons({ idle: 2000, throttled: 5 })[0]!, /throttled for heat 2 times/);
    assert.match(
      reasons({ idle: 2000 }, later({ availableMb: 2100 }))[0]!,
      /2100 MB of memory .* guest of 2048 MB/,
    );
  });

  it('writes every number down', () => {
    assert.deepEqual(noiseFacts(noiseBetween(quiet, later({ idle: 2000, otherQemus: 2 }))), {
      foreignCpu: '0.000',
      steal: '0.000',
      load: '0.5 0.5',
      availableMb: '8000 8000',
      governors: 'performance',
      turbo: 'off',
      throttled: '0',
      otherQemus: '0 2',
    });
  });

  it('reads processes with any name, and tells its own guests from others', () => {
    const stat = (pid: number, name: string, parent: number, jiffies: number) =>
      `${pid} (${name}) S ${parent} 0 0 0 -1 0 0 0 0 0 ${jiffies} 1 2 3 20 0 1`;
    const files: HostFiles = {
      stat: 'cpu  10 1 5 100 4 0 2 7 0 0\ncpu0 10 1 5 100 4 0 2 7 0 0\n',
      loadavg: '1.25 0.5 0.1 1/100 4\n',
      meminfo: 'MemTotal: 8000000 kB\nMemAvailable:    2048000 kB\n',
      governors: ['powersave\n', 'performance\n', 'powersave\n'],
      noTurbo: '0\n',
      boost: undefined,
      throttleCounts: ['2\n', '1\n'],
      processes: [
        stat(1, 'init', 0, 50),
        stat(7, 'node', 1, 100),
        stat(8, 'qemu-system-x86', 7, 200),
        stat(9, 'qemu-system-arm', 1, 400),
        stat(10, 'odd) (name', 8, 10),
      ],
    };
    assert.deepEqual(parseHostState(files, 7), {
      busy: 18,
      idle: 104,
      steal: 7,
      own: 100 + 200 + 10 + 3 * 6,
      load1: 1.25,
      availableMb: 2000,
      governors: ['performance', 'powersave'],
      turbo: 'on',
      throttled: 3,
      otherQemus: 1,
    });
    const adopted = parseHostState({ ...files, adopted: [9] }, 7);
    assert.deepEqual([adopted.own, adopted.otherQemus], [100 + 200 + 10 + 400 + 4 * 6, 0]);
  });

  it('takes a guest that a daemon started for its own, by a word of its command line', async () => {
    const mark = `netknee-mark-${process.pid}`;
    // In a session of its own: its parent is not this process.
    const script = 'sh -c "while :; do :; done" "$0" >/dev/null 2>&1 & echo $!';
    const { stdout: pid } = await execa('setsid', ['--fork', 'sh', '-c', script, mark]);
    try {
      const before = await readHostState(mark);
      await wait(700);
      const after = await readHostState(mark);
      assert.ok(after.own - before.own >= 20, `${after.own - before.own} jiffies of its own`);
    } finally {
      process.kill(Number(pid), 'SIGKILL');
    }
  });

  it('sees on this machine that a child’s work is its own', async () => {
    const before = await readHostState();
    await execa('node', ['-e', 'const end = Date.now() + 700; while (Date.now() < end);']);
    const { own } = await readHostState();
    assert.ok(own - before.own >= 20, `${own - before.own} jiffies of its own`);
  });
});
