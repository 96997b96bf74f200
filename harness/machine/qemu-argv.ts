import type { Lane } from '../types.js';

/** `kvm`, or TCG: one thread that counts instructions, or a thread per vCPU. */
export type Accelerator = 'kvm' | 'tcg-icount' | 'tcg-multi';

/** A guest as plain data; `qemuArgv` turns it into a command line that can be printed instead of run. */
export interface GuestDescription {
  lane: Lane;
  accelerator: Accelerator;
  cpus: number;
  possibleCpus: number;
  memoryMb: number;
  kernel: string;
  rootfs: string;
  modules: string;
  /** A bare tar; the guest unpacks it and runs its run.sh. */
  bundle: string;
  consoleLog: string;
  kernelArguments: string[];
  purpose: { do: 'trial' } | { do: 'shell'; sshPort: number };
}

/** Versioned, so that a newer QEMU shows the guest the same machine. */
const MACHINE = 'pc-q35-7.2';

/**
 * A model without fast string instructions: under icount every turn of a `rep stos` counts as an
 * instruction, so that a model which has them makes memset look slow.
 */
const EXACT_CPU = 'Nehalem';

const CPU: Record<Accelerator, string> = { kvm: 'host', 'tcg-icount': EXACT_CPU, 'tcg-multi': 'max' };

/** Both lanes: the same addresses every boot, and a clock source that does not clamp to the tick. */
const KERNEL_ARGUMENTS = [
  'console=ttyS0',
  'quiet',
  'panic=-1',
  'nokaslr',
  'tsc=reliable',
  'init=/sbin/netknee-init',
];

/** Also the addresses of programs: they decide how many instructions a look-up takes. */
const EXACT_KERNEL_ARGUMENTS = ['norandmaps'];

/**
 * With page-table isolation every system call empties the emulator's TLB: a trial takes two to four times as
 * long of the host, while its virtual figures move by 0.3 %.
 */
const EMULATED_KERNEL_ARGUMENTS = ['nopti'];

const EXACT_CLOCK = [
  '-icount',
  'shift=0,sleep=off',
  '-rtc',
  'base=2026-01-01T00:00:00,clock=vm',
  '-seed',
  '1',
];

/** A comma separates options in QEMU's syntax; doubled it stands for itself. */
const quoted = (path: string): string => path.replaceAll(',', ',,');

/** Pure: the words after `qemu-system-x86_64`. */
export function qemuArgv(guest: GuestDescription): string[] {
  const disk = (id: string, path: string, more: string, namespace: number): string[] => [
    ...['-drive', `if=none,id=${id},format=raw,cache=unsafe,${more},file=${quoted(path)}`],
    ...['-device', `nvme-ns,drive=${id},bus=nvme0,nsid=${namespace}`],
  ];
  const words = [
    ...['root=/dev/nvme0n1', 'rootfstype=ext4', 'rw', `netknee.do=${guest.purpose.do}`],
    ...KERNEL_ARGUMENTS,
    ...(guest.lane === 'exact' ? EXACT_KERNEL_ARGUMENTS : []),
    ...(guest.accelerator === 'kvm' ? [] : EMULATED_KERNEL_ARGUMENTS),
    ...guest.kernelArguments,
  ];
  return [
    ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ...['-machine', MACHINE, '-cpu', CPU[guest.accelerator], ...accelerator(guest.accelerator)],
    ...['-smp', `${guest.cpus},maxcpus=${guest.possibleCpus}`, '-m', String(guest.memoryMb)],
    ...['-uuid', '6e65746b-6e65-6500-0000-0000000000ff'],
    ...['-kernel', guest.kernel, '-append', words.join(' ')],
    ...['-serial', `file:${quoted(guest.consoleLog)}`],
    ...['-device', 'nvme,id=nvme0,serial=netknee'],
    // Written to a file that has no name and goes with the process.
    ...disk('root', guest.rootfs, 'snapshot=on', 1),
    ...disk('modules', guest.modules, 'readonly=on', 2),
    ...disk('bundle', guest.bundle, 'readonly=on', 3),
    ...['-device', 'virtio-serial-pci,id=serial0', '-chardev', 'stdio,id=stream,signal=off'],
    ...['-device', 'virtserialport,bus=serial0.0,nr=1,chardev=stream,name=netknee.stream'],
    ...network(guest.purpose),
  ];
}

function accelerator(name: Accelerator): string[] {
  if (name === 'tcg-icount') return ['-accel', 'tcg,thread=single', ...EXACT_CLOCK];
  return ['-accel', name === 'kvm' ? 'kvm' : 'tcg,thread=multi'];
}

/** `restrict`: the guest reaches nothing outside, only the host's loopback reaches its sshd. */
function network(purpose: GuestDescription['purpose']): string[] {
  if (purpose.do === 'trial') return ['-nic', 'none'];
  const forward = `hostfwd=tcp:127.0.0.1:${purpose.sshPort}-:22`;
  return [
    ...['-netdev', `user,id=net0,restrict=on,ipv6=off,${forward}`],
    ...['-device', 'virtio-net-pci,netdev=net0,mac=52:54:00:6e:6b:01'],
  ];
}
