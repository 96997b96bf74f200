import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { HOST_ARCHITECTURE } from '../host/architecture.js';
import { freePort } from '../host/free-port.js';
import type { UndoStack } from '../process/cleanup.js';
import { dyingWithNetknee } from '../process/dies-with-netknee.js';
import { exec } from '../process/exec.js';
import { type RunningProcess, startProcess } from '../process/running-process.js';
import type { RealAccelerator } from '../qemu/real-accelerator.js';
import { provision } from '../remote/provision.js';
import type { RebootedGuest } from '../remote/rebooted-guest.js';
import { call, type OpenMachine, onMachine } from '../remote/remote-machine.js';
import { furnishCloudGuest } from './cloud-access.js';
import { type CloudGuest, cloudGuestArgv } from './cloud-guest-argv.js';
import type { CloudImage } from './cloud-image.js';

const CPUS = 2;
/** Room for a tool chain: the images themselves are as small as can be. */
const DISK = '8G';
const BOOT_DEADLINE_S = 600;
const OFF_DEADLINE_S = 120;

export interface CloudRequest {
  image: CloudImage;
  memoryMb: number;
  accelerator: RealAccelerator;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/**
 * A guest of a distribution's own image: booted once with a way out, to be given what trials need; then, without one, anew
 * for each trial from the disk as it was left.
 */
export async function makeCloudGuest(request: CloudRequest, cleanup: UndoStack): Promise<RebootedGuest> {
  const { image, onProgress, signal } = request;
  const folder = await temporaryFolder(`a guest of ${image.artifact.name}`, cleanup);
  const disk = join(folder, 'disk.qcow2');
  await exec('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', image.path, disk, DISK], {
    deadlineS: 60,
    what: 'the disk of the guest could not be made',
  });
  const port = await freePort();
  const open = await furnishCloudGuest(folder, port);
  const guest: CloudGuest = {
    accelerator: request.accelerator,
    cpus: CPUS,
    memoryMb: request.memoryMb,
    disk,
    writes: 'kept',
    seed: join(folder, 'seed'),
    consoleLog: join(folder, 'console.log'),
    sshPort: port,
    routeOut: true,
  };
  let running: RunningProcess | undefined;
  cleanup.register('guest', () => running?.stop());
  const boot = async (as: CloudGuest, stop: AbortSignal) => {
    await running?.stop();
    running = await start(as, folder, image.artifact.name);
    await answers(open, as, running, stop);
  };
  onProgress(`${image.artifact.name}: first boot`);
  await boot(guest, signal);
  onProgress(`${image.artifact.name}: provision`);
  await provision(open, ['sudo', '-n'], signal);
  let sealed = false;
  return {
    name: 'qemu',
    facts: { image: `${image.artifact.name} sha256 ${image.artifact.sha256}` },
    asRoot: ['sudo', '-n'],
    open,
    boot: async (stop) => {
      if (!sealed) await turnOff(open, running as RunningProcess);
      sealed = true;
      await boot({ ...guest, writes: 'dropped', routeOut: false }, stop);
    },
  };
}

const start = async (guest: CloudGuest, folder: string, label: string): Promise<RunningProcess> =>
  startProcess(
    await dyingWithNetknee('KILL', [HOST_ARCHITECTURE.qemu, ...cloudGuestArgv(guest, HOST_ARCHITECTURE)]),
    { label, folder, env: { TMPDIR: folder }, endsBy: 'SIGTERM' },
  );

/** Until its sshd lets us in: cloud-init makes the user on the way. @throws Failure (machine) when it never does */
async function answers(
  open: OpenMachine,
  { consoleLog }: CloudGuest,
  running: RunningProcess,
  signal: AbortSignal,
): Promise<void> {
  let end: { stderr: string } | undefined;
  void running.ended.then((ended) => {
    end = ended;
  });
  const deadline = performance.now() + BOOT_DEADLINE_S * 1000;
  for (;;) {
    if (signal.aborted) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
    let last = '';
    try {
      return await onMachine(open, async () => {});
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      last = error.details.tail ?? '';
    }
    if (end !== undefined || performance.now() > deadline) {
      const log = await readFile(consoleLog, 'utf8').catch(() => '');
      throw new Failure({
        what:
          end === undefined
            ? `the guest's sshd did not let us in within ${BOOT_DEADLINE_S} s`
            : 'the guest ended while it booted',
        exit: EXIT.machine,
        tail: tailOf([log, last, end?.stderr].filter(Boolean).join('\n')),
        remedy: 'Check that the image has cloud-init and sshd, and is for this kind of processor.',
      });
    }
    await wait(1000);
  }
}

/** In order, so that what was installed is on the disk. */
async function turnOff(open: OpenMachine, running: RunningProcess): Promise<void> {
  await onMachine(open, async (machine) => {
    const off = 'sync; nohup sh -c "sleep 1; poweroff" >/dev/null 2>&1 &';
    await call(machine, ['sudo', '-n', 'sh', '-c', off], {
      deadlineS: 60,
      what: 'the guest does not turn off',
    });
  });
  const late = new AbortController();
  await Promise.race([
    running.ended,
    wait(OFF_DEADLINE_S * 1000, undefined, { signal: late.signal }).catch(() => {}),
  ]);
  late.abort();
}
