import assert from 'node:assert/strict';
import { isIdle, isSyscallEntry, kernelFunction, systemCall } from './frames.js';
import { notEndingIn, ofCommand, type Stacks, shareBelow, shareOf } from './share.js';

const stacks: Stacks = [
  ['ip;main', 10],
  ['ip;main;do_syscall_64_[k];__x64_sys_openat_[k];path_openat_[k]', 30],
  ['ip;main;do_syscall_64_[k];__x64_sys_unshare_[k];ops_init_[k];ops_init_[k]', 50],
  ['ip;main;do_syscall_64_[k]', 20],
  ['ipvsadm;main;do_syscall_64_[k];__x64_sys_openat_[k]', 1000],
  ['swapper;do_idle_[k];default_idle_[k]', 900],
  ['swapper;do_idle_[k];default_idle_[k];irq_exit_rcu_[k];run_timer_softirq_[k];estimation_timer_[k]', 90],
];
const ip = ofCommand(stacks, 'ip');

describe('shares of stacks', () => {
  it('counts below the entry alone, of one command alone', () => {
    assert.equal(shareBelow(ip, isSyscallEntry, systemCall('openat')), 0.3);
    assert.equal(shareBelow(ip, isSyscallEntry, systemCall('unshare')), 0.5);
    assert.equal(shareBelow(ip, isSyscallEntry, systemCall('mount')), 0);
  });

  it('counts a function that calls itself once', () => {
    assert.equal(shareBelow(ip, isSyscallEntry, kernelFunction('ops_init')), 0.5);
  });

  it('wants the frame further in, not further out', () => {
    assert.equal(shareBelow(ip, kernelFunction('path_openat'), isSyscallEntry), 0);
  });

  it('leaves out a CPU that waits, not what interrupts it', () => {
    const busy = notEndingIn(
      stacks.filter(([frames]) => frames.startsWith('swapper')),
      isIdle,
    );
    assert.equal(shareOf(busy, kernelFunction('estimation_timer')), 1);
  });

  it('refuses a share of nothing', () => {
    assert.throws(() => shareBelow(ip, kernelFunction('none'), isSyscallEntry), RangeError);
    assert.throws(() => shareOf([], isIdle), RangeError);
  });
});
