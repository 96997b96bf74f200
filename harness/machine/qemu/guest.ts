import { HOST_ARCHITECTURE } from '../host/architecture.js';
import { readAhead } from '../host/page-cache.js';
import { dyingWithNetknee } from '../process/dies-with-netknee.js';
import { type RunningProcess, startProcess } from '../process/running-process.js';
import { type GuestDescription, qemuArgv } from './qemu-argv.js';

/** A QEMU process; its stream is the guest's stream port. */
export type RunningGuest = RunningProcess;

export const QEMU = HOST_ARCHITECTURE.qemu;

/**
 * Starts QEMU. Where Linux allows it, it dies with netknee, even when netknee is killed; the record of
 * its pid is for what no signal reaches, such as a crash of the host's session. At the end of stdin QEMU would
 * take the stream port for closed: it is ended by a signal.
 * @param temporary the folder its throw-away overlay is made in
 */
export async function startGuest(
  guest: GuestDescription,
  temporary: string,
  label: string,
): Promise<RunningGuest> {
  if (guest.accelerator === 'tcg-icount') {
    await readAhead([guest.kernel, guest.rootfs, guest.modules, guest.bundle]);
  }
  const argv = [QEMU, ...qemuArgv(guest, HOST_ARCHITECTURE)];
  return startProcess(await dyingWithNetknee('KILL', argv), {
    label,
    folder: temporary,
    env: { TMPDIR: temporary },
    endsBy: 'SIGTERM',
  });
}
