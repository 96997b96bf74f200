import type { Architecture } from '../host/architecture.js';

/** `kvm`, or TCG: one thread that counts instructions, or a thread per vCPU. */
export type Accelerator = 'kvm' | 'tcg-icount' | 'tcg-multi';

/**
 * Versioned, so that every QEMU shows the guest the same machine; the oldest that serves, so that every supported QEMU
 * (5.2 of Debian 11, 6.2 of Ubuntu 22.04 and later ones) has it. docs/qemu-versions.md compares what they measure.
 */
const MACHINE: Record<Architecture['debian'], string> = { amd64: 'pc-q35-5.2', arm64: 'virt-5.2' };

/** Pure: the name of the machine, as `-machine help` lists it. */
export const machineType = ({ debian }: Architecture): string => MACHINE[debian];

/** The interrupt controller of version 2 serves 8 CPUs; under KVM it is whatever the host has. */
const MACHINE_OPTIONS: Record<Architecture['debian'], (accelerator: Accelerator) => string> = {
  amd64: () => '',
  arm64: (accelerator) => `,gic-version=${accelerator === 'kvm' ? 'host' : '3'}`,
};

/**
 * amd64, instructions: a model without fast string instructions: under icount every turn of a `rep stos` counts as an
 * instruction, so that a model which has them makes memset look slow. arm64, instructions: its clock ticks every 16 ns
 * unless told otherwise; emulated: kernels before 5.12 that lack a later fix do not boot where addresses may have
 * 52 bits, and pointers are signed by an algorithm that is slow to emulate unless told otherwise.
 */
const CPU: Record<Architecture['debian'], Record<Accelerator, string>> = {
  amd64: { kvm: 'host', 'tcg-icount': 'Nehalem', 'tcg-multi': 'max' },
  arm64: {
    kvm: 'host',
    'tcg-icount': 'cortex-a57,cntfrq=1000000000',
    'tcg-multi': 'max,lpa2=off,pauth-impdef=on',
  },
};

const EXACT_CLOCK = [
  '-icount',
  'shift=0,sleep=off',
  '-rtc',
  'base=2026-01-01T00:00:00,clock=vm',
  '-seed',
  '1',
];

/** Pure: the machine, its processor and what runs it. */
export function machineWords(architecture: Architecture, accelerator: Accelerator): string[] {
  const { debian } = architecture;
  const exact = accelerator === 'tcg-icount';
  const by = accelerator === 'kvm' ? 'kvm' : `tcg,thread=${exact ? 'single' : 'multi'}`;
  return [
    ...[
      '-machine',
      `${MACHINE[debian]}${MACHINE_OPTIONS[debian](accelerator)}`,
      '-cpu',
      CPU[debian][accelerator],
      '-accel',
      by,
    ],
    ...(exact ? EXACT_CLOCK : []),
  ];
}

/** Pure: what the firmware remembers goes with the process: it finds the disk anew at each boot. */
export function firmwareWords({ firmware }: Architecture): string[] {
  if (firmware === undefined) return [];
  return ['-drive', `if=pflash,format=raw,readonly=on,file=${firmware.path}`];
}

/** CPUs that run, and CPUs that Linux counts as possible: per-CPU memory is allocated for each of these. */
export interface CpuCounts {
  cpus: number;
  possibleCpus: number;
}

/**
 * Pure: QEMU's words and the kernel's. amd64 plugs CPUs in later, so all that may come are possible; on arm64
 * only what is there is, so all are there and the kernel starts the first ones.
 */
export function cpuWords(
  { debian }: Architecture,
  { cpus, possibleCpus }: CpuCounts,
): { qemu: string[]; kernel: string[] } {
  if (debian === 'amd64') return { qemu: ['-smp', `${cpus},maxcpus=${possibleCpus}`], kernel: [] };
  return { qemu: ['-smp', String(possibleCpus)], kernel: [`maxcpus=${cpus}`] };
}

/** No configuration and no device but those named; and a process that starts no other. */
export const PLAIN_QEMU = [
  ...['-no-user-config', '-nodefaults', '-display', 'none', '-no-reboot'],
  ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
];

/** Threads of vCPUs are called `CPU 0/KVM`, `CPU 1/TCG` and so on. */
export const THREAD_NAMES = ['-name', 'netknee,debug-threads=on'];

/** A comma separates options in QEMU's syntax; doubled it stands for itself. */
export const quoted = (path: string): string => path.replaceAll(',', ',,');

/**
 * Pure: a network card behind QEMU's own router: only the host's loopback reaches the guest's sshd.
 * @param routeOut whether the guest reaches what the host reaches
 */
export function forwardedNetwork(sshPort: number, routeOut: boolean): string[] {
  const restrict = routeOut ? '' : 'restrict=on,';
  return [
    ...['-netdev', `user,id=net0,${restrict}ipv6=off,hostfwd=tcp:127.0.0.1:${sshPort}-:22`],
    ...['-device', 'virtio-net-pci,netdev=net0,mac=52:54:00:6e:6b:01'],
  ];
}
