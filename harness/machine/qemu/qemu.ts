import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '../../probes/frame.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { processorWaitS } from '../host/processor-wait.js';
import { kernelImage, modulesImage } from '../image/kernel.js';
import { rootfsImage } from '../image/rootfs.js';
import type { Stored } from '../image/store.js';
import { withCleanup } from '../process/cleanup.js';
import { Deadlines } from '../process/deadline.js';
import { listen } from '../provider/listen.js';
import type { Provider, TrialEnd, TrialRequest } from '../provider/provider.js';
import { consoleTrouble } from './console-log.js';
import { startGuest } from './guest.js';
import type { KvmFinding } from './kvm-probe.js';
import type { GuestDescription } from './qemu-argv.js';
import type { RealAccelerator } from './real-accelerator.js';
import { type VcpuWatch, watchVcpus } from './vcpu-threads.js';

export interface QemuParts {
  rootfs: Stored;
  /** By scenario, where it has packages of its own: its guests boot from this instead. */
  layers?: ReadonlyMap<string, Stored>;
  kernels: Map<string, Stored>;
  /** The wall clock's; the instruction clock always counts instructions. */
  realAccelerator: RealAccelerator;
  /** Asks whether KVM works, again. */
  probe: () => Promise<KvmFinding>;
}

/** The embedded default: QEMU with a baked guest, booted directly into the bundle. */
export function qemuProvider(parts: QemuParts): Provider {
  return {
    name: 'qemu',
    realAccelerator: parts.realAccelerator,
    runTrial: (request) => runTrial(parts, request),
  };
}

function describe(parts: QemuParts, request: TrialRequest): GuestDescription {
  const { trial } = request;
  const kernel = parts.kernels.get(trial.kernel) as Stored;
  return {
    clock: trial.clock,
    accelerator: trial.clock === 'instructions' ? 'tcg-icount' : parts.realAccelerator,
    cpus: trial.cpus,
    possibleCpus: trial.possibleCpus,
    memoryMb: trial.memoryMb,
    kernel: kernelImage(kernel),
    modules: modulesImage(kernel),
    rootfs: rootfsImage(parts.layers?.get(trial.scenario) ?? parts.rootfs),
    bundle: request.bundle,
    consoleLog: join(request.rawFolder, 'console.log'),
    kernelArguments: [
      ...request.kernelArguments,
      ...(trial.init === undefined ? [] : [`netknee.init=${trial.init}`]),
    ],
    purpose: { do: 'trial' },
  };
}

function runTrial(parts: QemuParts, request: TrialRequest): Promise<TrialEnd> {
  const guest = describe(parts, request);
  return withCleanup(async (cleanup) => {
    const temporary = await temporaryFolder(request.trial.id, cleanup);
    const running = await startGuest(guest, temporary, request.trial.id);
    cleanup.register('guest', () => running.stop());
    // What other work on the host takes from the guest is no fault of the guest.
    const deadlines = new Deadlines(() => processorWaitS(running.pid));
    cleanup.register('deadlines', () => deadlines.clearAll());
    let heard: VcpuWatch | undefined;
    const onFrame = async (frame: Frame) => {
      // The guest has begun, so that its vCPUs are there; what it measures comes later.
      heard ??= await watchVcpus(running.pid, guest.cpus, guest.accelerator === 'kvm');
      if (guest.clock === 'wall' && frame.kind === 'status') await heard.look();
      await request.onFrame(frame);
    };
    const problem = await listen(running, { ...request, onFrame, what: 'guest', carrier: 'QEMU' }, deadlines);
    await running.stop();
    const log = await readFile(guest.consoleLog, 'utf8').catch(() => '');
    return {
      accelerator: guest.accelerator,
      trouble: consoleTrouble(log),
      ...(guest.clock === 'wall' && heard !== undefined && { host: heard.facts() }),
      ...(problem === undefined ? {} : { problem }),
      ...(problem !== undefined &&
        heard === undefined &&
        !request.signal.aborted &&
        (await blame(parts, guest, problem))),
    };
  });
}

/** Why a guest said nothing at all: KVM that was there when the run began may have gone since. */
async function blame(
  { probe }: QemuParts,
  { accelerator }: GuestDescription,
  problem: string,
): Promise<Pick<TrialEnd, 'problem' | 'remedy'> | undefined> {
  if (accelerator !== 'kvm') return undefined;
  const { works, reason, remedy } = await probe();
  if (works) return undefined;
  return {
    problem: `${problem}; KVM ran guests when the run began and does not now: ${reason}`,
    remedy: remedy ?? 'Find out what became of KVM (dmesg), and make it run guests again.',
  };
}
