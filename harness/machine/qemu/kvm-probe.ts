import { setTimeout as wait } from 'node:timers/promises';
import { EXIT, Failure } from '../../failure.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { whyShut } from '../host/kvm-device.js';
import { withCleanup } from '../process/cleanup.js';
import { type FirstLine, startProbeGuest } from './probe-guest.js';

/** Whether a guest truly boots under KVM here, and why not. */
export interface KvmFinding {
  works: boolean;
  reason: string;
  /** What may make it work; absent where nothing is known. */
  remedy?: string;
}

export interface ProbeOptions {
  signal?: AbortSignal | undefined;
  /** For tests. */
  device?: string;
  /** Seconds that a guest under KVM gets for its first line on any host. */
  patienceS?: number;
  /** Seconds that an emulated one gets, which tells how slow the host is. */
  limitS?: number;
}

/** A guest under KVM prints its first line within a second or two. */
const PATIENCE_S = 15;
const LIMIT_S = 120;

/**
 * Boots a guest under KVM as far as its first line: a device that opens may still run no guest. One that has printed
 * nothing after `patienceS` is compared with an emulated guest, which is started only then: on any host KVM is the
 * faster of the two, so once the emulated one has printed, the other gets as long again and no longer. Nothing is
 * remembered: KVM may come and go between two runs.
 * @param kernel path of a kernel image; without one QEMU's firmware is booted, which tells nearly as much
 * @throws Failure (interrupted)
 */
export async function probeKvm(kernel: string | undefined, options: ProbeOptions = {}): Promise<KvmFinding> {
  const { device = '/dev/kvm', patienceS = PATIENCE_S, limitS = LIMIT_S, signal } = options;
  const shut = await whyShut(device);
  if (shut !== undefined) return { works: false, ...shut };
  return withCleanup(async (cleanup) => {
    const folder = await temporaryFolder('the question whether KVM works', cleanup);
    const over = new AbortController();
    cleanup.register('timers', () => over.abort());
    const stop = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
    const within = async <T>(seconds: number, ...those: Promise<T>[]): Promise<T | undefined> => {
      const timer = wait(seconds * 1000, undefined, { signal: stop }).catch(() => undefined);
      const first = await Promise.race([...those, timer]);
      if (signal?.aborted === true) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
      return first;
    };

    const began = performance.now();
    const { firstLine: underKvm } = await startProbeGuest(kernel, 'kvm', folder, cleanup);
    const soon = await within(patienceS, underKvm);
    if (soon !== undefined) return findingOf(soon);

    const compared = performance.now();
    const emulated = await startProbeGuest(kernel, 'tcg-multi', folder, cleanup);
    const yardstick = emulated.firstLine.then((line) => ({ emulated: line }));
    const next = await within<FirstLine | { emulated: FirstLine }>(limitS, underKvm, yardstick);
    if (next !== undefined && 'printed' in next) return findingOf(next);
    const yardstickS = (performance.now() - compared) / 1000;
    const comparable = next?.emulated.printed === true;
    const later = comparable ? await within(yardstickS, underKvm) : undefined;
    if (later !== undefined) return findingOf(later);
    const waited = `a guest under KVM printed nothing within ${Math.round((performance.now() - began) / 1000)} s`;
    const comparison = comparable
      ? `an emulated one took ${yardstickS.toFixed(1)} s`
      : 'nor did an emulated one';
    return { works: false, reason: `${waited}; ${comparison}` };
  });
}

function findingOf(guest: FirstLine): KvmFinding {
  if (guest.printed) return { works: true, reason: 'a guest printed its first line under KVM' };
  const { exitCode, signal, stderr } = guest.end;
  const how = signal === undefined ? `exit code ${exitCode ?? 'unknown'}` : signal;
  // What fails first is the cause; QEMU puts its own name before it.
  const words = (stderr.split('\n')[0] ?? '').replace(/^qemu-system-\w+: /, '') || 'it printed nothing';
  return { works: false, reason: `QEMU ended under KVM (${how}): ${words}` };
}
