/** Says of a frame of a folded stack whether it is the one asked for. */
export type FrameTest = (frame: string) => boolean;

const KERNEL = '_[k]';
/** What compilers add to the name of a part or a specialised copy of a function. */
const COPY = /\.(?:isra|part|constprop|cold|llvm)(?:\.\d+)*/g;
/**
 * Every name that kernels have for the outside of one system call, from 4.4's `sys_open` to `__se_sys_openat`; and the
 * first function within, since where that is called last, as `__sys_sendmsg` is, the outside leaves no frame.
 */
const ENTRY_NAME = /^(?:__(?:x64|ia32|arm64|se|do)_|__|k|do_)?sys_([a-z0-9_]+)$/;
/** The first function of the kernel that all system calls have in common: kernel 4.4, x86-64, arm64. */
const SYSCALL_ENTRY = /^(?:entry_SYSCALL_64|do_syscall_64$|x64_sys_call$|el0_svc|invoke_syscall$)/;
/** Where a CPU without work waits. */
const IDLE =
  /^(?:default_idle|default_idle_call|(?:pv_)?native_safe_halt|mwait_idle|intel_idle|acpi_idle|acpi_safe_halt|poll_idle|cpu_idle_poll|cpuidle_\w+|do_idle|(?:default_)?arch_cpu_idle|cpu_do_idle)/;

export const isKernelFrame: FrameTest = (frame) => frame.endsWith(KERNEL);

/** The frame as people call it: without the mark of the kernel. */
export const frameName = (frame: string): string =>
  isKernelFrame(frame) ? frame.slice(0, -KERNEL.length) : frame;

/** The function of the source: `path_openat` for `path_openat.isra.0_[k]`. */
export const functionName = (frame: string): string => frameName(frame).replace(COPY, '');

/** A function of the kernel by the name it has in the source. */
export const kernelFunction =
  (...names: string[]): FrameTest =>
  (frame) =>
    isKernelFrame(frame) && names.includes(functionName(frame));

/** The kernel's side of any of these system calls, `openat` say, whatever the kernel calls it. */
export const systemCall =
  (...names: string[]): FrameTest =>
  (frame) => {
    const call = isKernelFrame(frame) ? ENTRY_NAME.exec(functionName(frame))?.[1] : undefined;
    return call !== undefined && names.includes(call);
  };

export const isSyscallEntry: FrameTest = (frame) =>
  isKernelFrame(frame) && SYSCALL_ENTRY.test(frameName(frame));

export const isIdle: FrameTest = (frame) => isKernelFrame(frame) && IDLE.test(functionName(frame));
