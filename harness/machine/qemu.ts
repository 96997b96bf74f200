import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrameDecoder } from '../probes/frame.js';
import { consoleTrouble } from './console-log.js';
import { Deadlines } from './deadline.js';
import { type RunningGuest, startGuest } from './guest.js';
import { kernelImage, modulesImage } from './kernel.js';
import type { Provider, TrialEnd, TrialRequest } from './provider.js';
import type { Accelerator, GuestDescription } from './qemu-argv.js';
import { rootfsImage } from './rootfs.js';
import type { Stored } from './store.js';
import { withUndo } from './undo.js';

export interface QemuParts {
  rootfs: Stored;
  kernels: Map<string, Stored>;
  /** The real lane's; the exact lane always counts instructions. */
  realAccelerator: Exclude<Accelerator, 'tcg-icount'>;
}

/** The embedded default: QEMU with a baked guest, booted directly into the bundle. */
export function qemuProvider(parts: QemuParts): Provider {
  return { name: 'qemu', runTrial: (request) => runTrial(parts, request) };
}

function describe(parts: QemuParts, request: TrialRequest): GuestDescription {
  const { trial } = request;
  const kernel = parts.kernels.get(trial.kernel) as Stored;
  return {
    lane: trial.lane,
    accelerator: trial.lane === 'exact' ? 'tcg-icount' : parts.realAccelerator,
    cpus: trial.cpus,
    possibleCpus: trial.possibleCpus,
    memoryMb: trial.memoryMb,
    kernel: kernelImage(kernel),
    modules: modulesImage(kernel),
    rootfs: rootfsImage(parts.rootfs),
    bundle: request.bundle,
    consoleLog: join(request.rawFolder, 'console.log'),
    kernelArguments: request.kernelArguments,
    purpose: { do: 'trial' },
  };
}

function runTrial(parts: QemuParts, request: TrialRequest): Promise<TrialEnd> {
  const guest = describe(parts, request);
  return withUndo(async (undo) => {
    const temporary = await mkdtemp(join(tmpdir(), 'netknee-'));
    undo.register('temporary folder', () => rm(temporary, { recursive: true, force: true }));
    const deadlines = new Deadlines();
    undo.register('deadlines', () => deadlines.clearAll());
    const running = await startGuest(guest, temporary, request.trial.id);
    undo.register('guest', () => running.stop());
    const problem = await listen(running, request, deadlines);
    await running.stop();
    const log = await readFile(guest.consoleLog, 'utf8').catch(() => '');
    return {
      accelerator: guest.accelerator,
      trouble: consoleTrouble(log),
      ...(problem === undefined ? {} : { problem }),
    };
  });
}

/** Reads the stream to its end. @returns why it is not whole, if it is not */
async function listen(
  running: RunningGuest,
  request: TrialRequest,
  deadlines: Deadlines,
): Promise<string | undefined> {
  const { bootS, silenceS, totalS } = request.deadlines;
  deadlines.set('total', totalS, `the trial was not over within ${totalS} s of the host`);
  deadlines.set('silence', bootS, `the guest did not start its bundle within ${bootS} s of the host`);
  const decoder = new FrameDecoder();
  const stop = AbortSignal.any([deadlines.signal, request.signal]);
  const stopped = new Promise<void>((resolve) => {
    // Aborted while the guest was started: no event comes any more.
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  let whole = false;
  const reading = (async () => {
    for await (const chunk of running.stream) {
      for (const frame of decoder.push(chunk)) {
        deadlines.set('silence', silenceS, `no record for ${silenceS} s of the host`);
        if (frame.kind === 'end') whole = true;
        await request.onFrame(frame);
      }
      if (decoder.problem !== undefined) return;
    }
  })();
  try {
    await Promise.race([reading, stopped]);
  } finally {
    if (stop.aborted) await running.stop();
    // What was sent before the end is still to be read, whatever ended it.
    await reading.catch(() => {});
  }
  if (request.signal.aborted) return 'interrupted';
  if (deadlines.signal.aborted) return (deadlines.signal.reason as Error).message;
  await reading;
  if (decoder.problem !== undefined) return `the guest's stream is damaged: ${decoder.problem.message}`;
  if (whole) return undefined;
  const { exitCode, signal, stderr } = await running.ended;
  const how =
    signal === undefined ? `QEMU exited with ${exitCode ?? 'no code'}` : `QEMU was ended by ${signal}`;
  const truncated = decoder.end();
  return [`${how} before the bundle ended`, truncated?.message, stderr].filter(Boolean).join('; ');
}
