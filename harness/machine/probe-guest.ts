import { HOST_ARCHITECTURE } from './architecture.js';
import { machineWords, PLAIN_QEMU } from './qemu-machine.js';
import { type ProcessEnd, startProcess } from './running-process.js';
import type { UndoStack } from './undo.js';

/** What became of a guest that has nothing to do: it printed its first line, or its QEMU ended before. */
export type FirstLine = { printed: true } | { printed: false; end: ProcessEnd };

export interface ProbeGuest {
  firstLine: Promise<FirstLine>;
}

/** Printed by the kernel itself; the loader before it prints without having left the mode that processors start in. */
const KERNEL_LINE = /Linux version/;

/** Pure: the words after the emulator's name. It has no disk, so it ends by itself soon after its first line. */
export function probeArgv(kernel: string, accelerator: 'kvm' | 'tcg-multi'): string[] {
  return [
    ...PLAIN_QEMU,
    ...[...machineWords(HOST_ARCHITECTURE, accelerator), '-m', '256', '-nic', 'none', '-serial', 'stdio'],
    ...['-kernel', kernel, '-append', `${HOST_ARCHITECTURE.firstLine} panic=-1`],
  ];
}

/**
 * Boots a kernel as trials boot it, without anything to run.
 * @param folder a temporary one
 * @param undo ends it
 */
export async function startProbeGuest(
  kernel: string,
  accelerator: 'kvm' | 'tcg-multi',
  folder: string,
  undo: UndoStack,
): Promise<ProbeGuest> {
  const argv = ['setpriv', '--pdeathsig', 'KILL', HOST_ARCHITECTURE.qemu, ...probeArgv(kernel, accelerator)];
  const running = await startProcess(argv, {
    label: `probe of ${accelerator}`,
    folder,
    env: { TMPDIR: folder },
    endsBy: 'SIGTERM',
  });
  undo.register(`probe of ${accelerator}`, () => running.stop());
  const read = async (): Promise<FirstLine> => {
    let text = '';
    for await (const chunk of running.stream) {
      text += chunk.toString('latin1');
      if (KERNEL_LINE.test(text)) return { printed: true };
    }
    return { printed: false, end: await running.ended };
  };
  return { firstLine: read() };
}
