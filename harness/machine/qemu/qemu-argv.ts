import type { Clock } from '../../types.js';
import type { Architecture } from '../host/architecture.js';
import { NAMED_ROOT } from '../image/boot-sector.js';
import {
  type Accelerator,
  type CpuCounts,
  cpuWords,
  forwardedNetwork,
  machineWords,
  PLAIN_QEMU,
  quoted,
  THREAD_NAMES,
} from './qemu-machine.js';

/** A guest as plain data; `qemuArgv` turns it into a command line that can be printed instead of run. */
export interface GuestDescription extends CpuCounts {
  clock: Clock;
  accelerator: Accelerator;
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

/** Both clocks: the same addresses every boot. */
const KERNEL_ARGUMENTS = ['quiet', 'panic=-1', 'nokaslr'];

/**
 * amd64: a clock source that does not clamp to the tick. arm64 has one alone. Under KVM it is the one by which the host says
 * how the processor's counter runs: it is right where that counter is not steady and where the host is a guest that may
 * move. Kernels take it by themselves unless the counter is said never to stop; named, it is the same on every host.
 */
const CLOCK_ARGUMENTS: Record<Architecture['debian'], (accelerator: Accelerator) => string[]> = {
  amd64: (accelerator) => ['tsc=reliable', ...(accelerator === 'kvm' ? ['clocksource=kvm-clock'] : [])],
  arm64: () => [],
};

/** Also the addresses of programs: they decide how many instructions a look-up takes. */
const EXACT_KERNEL_ARGUMENTS = ['norandmaps'];

/**
 * amd64: with page-table isolation every system call empties the emulator's TLB: a trial takes two to four times as
 * long of the host, while its instruction-clock figures move by 0.3 %.
 */
const EMULATED_KERNEL_ARGUMENTS: Record<Architecture['debian'], string[]> = { amd64: ['nopti'], arm64: [] };

/** Pure: the words after the emulator's name. */
export function qemuArgv(guest: GuestDescription, architecture: Architecture): string[] {
  const disk = (id: string, path: string, more: string, namespace: number): string[] => [
    ...['-drive', `if=none,id=${id},format=raw,cache=unsafe,${more},file=${quoted(path)}`],
    ...['-device', `nvme-ns,drive=${id},bus=nvme0,nsid=${namespace}`],
  ];
  const cpus = cpuWords(architecture, guest);
  const words = [
    ...[`root=${NAMED_ROOT}`, 'rootfstype=ext4', 'rw', `netknee.do=${guest.purpose.do}`],
    `console=${architecture.console}`,
    ...KERNEL_ARGUMENTS,
    ...CLOCK_ARGUMENTS[architecture.debian](guest.accelerator),
    'init=/sbin/netknee-init',
    ...cpus.kernel,
    ...(guest.clock === 'instructions' ? EXACT_KERNEL_ARGUMENTS : []),
    ...(guest.accelerator === 'kvm' ? [] : EMULATED_KERNEL_ARGUMENTS[architecture.debian]),
    ...guest.kernelArguments,
  ];
  return [
    ...[...PLAIN_QEMU, ...THREAD_NAMES],
    ...machineWords(architecture, guest.accelerator),
    ...cpus.qemu,
    ...['-m', String(guest.memoryMb)],
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

/** A trial has no card; a shell reaches nothing outside. */
function network(purpose: GuestDescription['purpose']): string[] {
  return purpose.do === 'trial' ? ['-nic', 'none'] : forwardedNetwork(purpose.sshPort, false);
}
