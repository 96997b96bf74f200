import { EXIT, Failure } from '../../failure.js';
import { cacheFolder } from '../host/places.js';
import { anyKernel, kernelImage } from '../image/kernel.js';
import { Store } from '../image/store.js';
import { type KvmFinding, type ProbeOptions, probeKvm } from './kvm-probe.js';
import type { RealAccelerator } from './real-accelerator.js';

export interface ChosenAccelerator {
  accelerator: RealAccelerator;
  /** Why this one, for people. */
  reason: string;
}

/**
 * The one rule for guests on the wall clock, whatever they boot from: KVM where a guest boots under it, else emulation. A
 * run that goes on keeps what it was begun with, since its boots are compared: emulation is there on any host, so it
 * is not even asked for KVM; KVM that is gone ends the run before anything is measured.
 * @param begun what its trials so far ran under
 * @throws Failure (prerequisite) that names both accelerators
 */
export async function chooseAccelerator(
  begun: RealAccelerator | undefined,
  probe: () => Promise<KvmFinding>,
): Promise<ChosenAccelerator> {
  if (begun === 'tcg-multi') return { accelerator: begun, reason: 'the run was begun emulated' };
  const { works, reason, remedy } = await probe();
  if (works) return { accelerator: 'kvm', reason };
  if (begun === undefined) return { accelerator: 'tcg-multi', reason };
  throw new Failure({
    what: `the run was begun under kvm, and here its guests would be emulated (tcg-multi): ${reason}; nothing was measured`,
    exit: EXIT.prerequisite,
    remedy: `${remedy === undefined ? '' : `${remedy} Then resume it. `}Or measure anew: a run that is begun here is emulated throughout.`,
  });
}

/** What was found, and what was booted to find it. */
export interface CachedProbe extends KvmFinding {
  booted: 'kernel' | 'firmware';
}

/** Whether KVM works, where no kernel is at hand: a cached one is booted, or the firmware. @throws Failure (interrupted) */
export async function probeWithCached(options: ProbeOptions = {}): Promise<CachedProbe> {
  const kernel = await anyKernel(new Store(cacheFolder()));
  const finding = await probeKvm(kernel && kernelImage(kernel), options);
  return { ...finding, booted: kernel === undefined ? 'firmware' : 'kernel' };
}
