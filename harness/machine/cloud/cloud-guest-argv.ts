import type { Architecture } from '../host/architecture.js';
import { firmwareWords, forwardedNetwork, machineWords, PLAIN_QEMU, quoted } from '../qemu/qemu-machine.js';
import type { RealAccelerator } from '../qemu/real-accelerator.js';
import { SEED_LABEL } from './nocloud-seed.js';

/** A guest that boots a distribution's own disk, as plain data. */
export interface CloudGuest {
  accelerator: RealAccelerator;
  cpus: number;
  memoryMb: number;
  /** A qcow2 overlay of the distribution's image. */
  disk: string;
  /** Whether what the guest writes stays on the disk, as it must while it is provisioned, or goes with the process. */
  writes: 'kept' | 'dropped';
  /** A folder with a NoCloud seed's files and no others. */
  seed: string;
  consoleLog: string;
  sshPort: number;
  /** Lets it reach what the host reaches, to be provisioned. */
  routeOut: boolean;
}

/**
 * Pure: the words after the emulator's name. QEMU itself shows the seed's folder as a disk of FAT. A reset ends QEMU.
 * The first boot of a disk takes `bootindex`: some firmware would try the seed and stay there.
 */
export function cloudGuestArgv(guest: CloudGuest, architecture: Architecture): string[] {
  const disk = 'if=none,id=disk,format=qcow2,cache=unsafe,discard=unmap';
  const seed = 'if=none,id=seed,format=raw,readonly=on,file.driver=vvfat';
  return [
    ...PLAIN_QEMU,
    ...machineWords(architecture, guest.accelerator),
    ...['-smp', String(guest.cpus), '-m', String(guest.memoryMb)],
    ...firmwareWords(architecture),
    ...['-drive', `${disk},snapshot=${guest.writes === 'dropped' ? 'on' : 'off'},file=${quoted(guest.disk)}`],
    ...['-device', 'virtio-blk-pci,drive=disk,bootindex=0'],
    ...['-drive', `${seed},file.label=${SEED_LABEL},file.dir=${quoted(guest.seed)}`],
    ...['-device', 'virtio-blk-pci,drive=seed'],
    ...['-serial', `file:${quoted(guest.consoleLog)}`],
    // Keys that it makes, and programs that ask for chance, would wait for it.
    ...['-device', 'virtio-rng-pci'],
    ...forwardedNetwork(guest.sshPort, guest.routeOut),
  ];
}
