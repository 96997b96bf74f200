import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { consoleTrouble, lostBeginning, troubleOnce } from './console-log.js';

/** Of a wall-clock trial that ended well. */
const clean = readFileSync(new URL('./fixtures/console-clean.log', import.meta.url), 'utf8');

const LINES: [kind: string, line: string][] = [
  ['kernel panic', '[   12.345678] Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b'],
  ['oops', '[   12.345678] BUG: unable to handle page fault for address: ffffffffc0000000'],
  ['oops', '[   12.345678] Oops: 0002 [#1] PREEMPT SMP NOPTI'],
  [
    'oops',
    '[   12.345678] general protection fault, probably for non-canonical address 0xdead000000000122: 0000 [#1]',
  ],
  ['kernel BUG', '[   12.345678] kernel BUG at mm/slub.c:4043!'],
  ['soft lockup', '[   48.100000] watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [ip:812]'],
  ['hard lockup', '[   48.100000] NMI watchdog: Watchdog detected hard LOCKUP on cpu 0'],
  ['RCU stall', '[   60.004000] rcu: INFO: rcu_preempt self-detected stall on CPU'],
  ['RCU stall', '[   60.004000] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:'],
  ['RCU stall', '[   60.004000] rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-... }'],
  ['RCU stall', '[   60.004000] INFO: rcu_sched self-detected stall on CPU'],
  ['OOM kill', '[   99.000000] Out of memory: Killed process 4711 (ip) total-vm:1024kB, anon-rss:12kB'],
  ['OOM kill', '[   99.000000] ip invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0'],
  ['sanitizer', '[   12.345678] BUG: KASAN: use-after-free in ip_vs_est+0x12/0x40 [ip_vs]'],
  ['sanitizer', '[   12.345678] UBSAN: array-index-out-of-bounds in net/core/dev.c:12:3'],
  ['lock validator', '[   12.345678] WARNING: possible circular locking dependency detected'],
  ['lock validator', '[   12.345678] WARNING: suspicious RCU usage'],
  ['device held', '[  120.000000] unregister_netdevice: waiting for lo to become free. Usage count = 2'],
  ['allocation failure', '[  120.000000] ip: page allocation failure: order:4, mode:0x40dc0'],
  [
    'kernel warning',
    '[   12.345678] WARNING: CPU: 1 PID: 812 at net/core/net_namespace.c:600 cleanup_net+0x1/0x2',
  ],
  ['kernel bug report', '[   12.345678] BUG: scheduling while atomic: ip/812/0x00000002'],
  ['hung task', '[  242.000000] INFO: task kworker/u64:1:33 blocked for more than 120 seconds.'],
];

describe('consoleTrouble', () => {
  it('finds nothing in the log of a trial that went well', () => {
    assert.ok(clean.includes('netknee: trial starts'));
    assert.deepEqual(consoleTrouble(clean), []);
  });

  for (const [kind, line] of LINES) {
    it(`sees ${kind}: ${line.slice(15, 60)}`, () => {
      assert.ok(consoleTrouble(`${clean}${line}\n`).includes(`${kind}: ${line}`));
    });
  }

  it('names each kind once, by its first line, shortened', () => {
    const stall = LINES.find(([kind]) => kind === 'RCU stall')![1];
    const found = consoleTrouble(`${stall} ${'x'.repeat(500)}\r\n${stall} again\n${LINES[0]![1]}\n`);
    assert.deepEqual(
      found.map((text) => text.split(':')[0]),
      ['kernel panic', 'RCU stall'],
    );
    assert.ok(found.every((text) => text.length < 200 && !text.includes('again')));
  });
});

describe('what the console and the log of the kernel tell together', () => {
  it('is told once, as the first of them says it', () => {
    const [panic, oops] = [LINES[0]!, LINES[1]!].map(([kind, line]) => `${kind}: ${line}`) as [
      string,
      string,
    ];
    assert.deepEqual(troubleOnce([panic, oops, `${panic} once more`]), [panic, oops]);
  });

  it('has lost its beginning when the buffer was too small, and is not asked for one when there is no log', () => {
    assert.deepEqual(lostBeginning('[    0.000000] Linux version 6.1.0\n'), []);
    assert.deepEqual([lostBeginning(undefined), lostBeginning('')], [[], []]);
    assert.match(lostBeginning('[   12.345678] IPVS: done\n').join(), /its beginning is lost/);
  });
});
