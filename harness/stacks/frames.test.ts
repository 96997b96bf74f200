import assert from 'node:assert/strict';
import { functionName, isIdle, isSyscallEntry, kernelFunction, systemCall } from './frames.js';

describe('frames of a stack', () => {
  it('knows a system call by all the names that kernels gave it, and no function that sounds alike', () => {
    const open = systemCall('open', 'openat');
    const names = ['sys_open', '__x64_sys_openat', '__arm64_sys_openat', '__se_sys_open', '__do_sys_open'];
    for (const name of names) assert.ok(open(`${name}_[k]`), name);
    for (const name of [
      '__x64_sys_openat2_[k]',
      'do_filp_open_[k]',
      '__x64_sys_openat',
      'open64',
      'sys_openers_[k]',
    ]) {
      assert.ok(!open(name), name);
    }
  });

  it('knows it where the outermost function left no frame', () => {
    for (const [call, name] of [
      ['sendmsg', '__sys_sendmsg'],
      ['unshare', 'ksys_unshare'],
      ['openat2', 'do_sys_openat2'],
    ] as const) {
      assert.ok(systemCall(call)(`${name}_[k]`), name);
    }
  });

  it('knows the entry of 4.4, of x86-64 and of arm64', () => {
    const entries = [
      'entry_SYSCALL_64_fastpath',
      'entry_SYSCALL_64_after_hwframe',
      'do_syscall_64',
      'el0_svc',
    ];
    for (const name of entries) assert.ok(isSyscallEntry(`${name}_[k]`), name);
    assert.ok(!isSyscallEntry('do_syscall_64'));
    assert.ok(!isSyscallEntry('do_syscall_64_more_[k]'));
  });

  it('names a compiler’s copy as its function', () => {
    assert.equal(functionName('link_path_walk.part.0.constprop.0_[k]'), 'link_path_walk');
    assert.equal(functionName('[unknown]'), '[unknown]');
    assert.ok(kernelFunction('estimation_timer')('estimation_timer.isra.0_[k]'));
    assert.ok(!kernelFunction('estimation_timer')('estimation_timer'));
  });

  it('knows where a CPU waits', () => {
    for (const name of ['default_idle', 'pv_native_safe_halt', 'do_idle', 'native_safe_halt']) {
      assert.ok(isIdle(`${name}_[k]`), name);
    }
    assert.ok(!isIdle('schedule_idle_[k]'));
    assert.ok(!isIdle('estimation_timer_[k]'));
  });
});
