import { type Architecture, HOST_ARCHITECTURE } from '../host/architecture.js';
import type { UndoStack } from '../process/cleanup.js';
import { dyingWithNetknee } from '../process/dies-with-netknee.js';
import { type ProcessEnd, startProcess } from '../process/running-process.js';
import { firmwareWords, machineWords, PLAIN_QEMU } from './qemu-machine.js';
import type { RealAccelerator } from './real-accelerator.js';

/** What became of a guest that has nothing to do: it printed its first line, or its QEMU ended before. */
export type FirstLine = { printed: true } | { printed: false; end: ProcessEnd };

export interface ProbeGuest {
  firstLine: Promise<FirstLine>;
}

/** Printed by the kernel itself; the loader before it prints without having left the mode that processors start in. */
const KERNEL_LINE = /Linux version/;
const FIRMWARE_LINE = /./;

/**
 * Pure: the words after the emulator's name. It has no disk: a kernel ends soon after its first line.
 * @param kernel absent: the firmware, told to print on the serial port
 */
export function probeArgv(
  kernel: string | undefined,
  accelerator: RealAccelerator,
  architecture: Architecture,
): string[] {
  const booted =
    kernel === undefined
      ? [...firmwareWords(architecture), ...(architecture.firmware ? [] : ['-machine', 'graphics=off'])]
      : ['-kernel', kernel, '-append', `${architecture.firstLine} panic=-1`];
  return [
    ...PLAIN_QEMU,
    ...[...machineWords(architecture, accelerator), '-m', '256', '-nic', 'none', '-serial', 'stdio'],
    ...booted,
  ];
}

/**
 * Boots a kernel as trials boot it, or without a kernel the firmware, which comes before one; it has nothing to run.
 * @param folder a temporary one
 * @param cleanup ends it
 */
export async function startProbeGuest(
  kernel: string | undefined,
  accelerator: RealAccelerator,
  folder: string,
  cleanup: UndoStack,
): Promise<ProbeGuest> {
  const argv = [HOST_ARCHITECTURE.qemu, ...probeArgv(kernel, accelerator, HOST_ARCHITECTURE)];
  const running = await startProcess(await dyingWithNetknee('KILL', argv), {
    label: `probe of ${accelerator}`,
    folder,
    env: { TMPDIR: folder },
    endsBy: 'SIGTERM',
  });
  cleanup.register(`probe of ${accelerator}`, () => running.stop());
  const read = async (): Promise<FirstLine> => {
    const line = kernel === undefined ? FIRMWARE_LINE : KERNEL_LINE;
    let text = '';
    for await (const chunk of running.stream) {
      text += chunk.toString('latin1');
      if (line.test(text)) return { printed: true };
    }
    return { printed: false, end: await running.ended };
  };
  return { firstLine: read() };
}
