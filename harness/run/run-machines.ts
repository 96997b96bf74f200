import { kernelImage } from '../machine/image/kernel.js';
import type { Stored } from '../machine/image/store.js';
import type { Provider } from '../machine/provider/provider.js';
import { probeKvm } from '../machine/qemu/kvm-probe.js';
import { qemuProvider } from '../machine/qemu/qemu.js';
import type { Notice, Trial } from '../types.js';
import { requireNeeds } from './prepare/needs.js';
import { type Prepared, prepare } from './prepare/prepare.js';
import { artifactSettings } from './prepare/resumed-artifacts.js';
import type { RunRequest } from './run-request.js';
import { wallClock } from './trial/wall-clock.js';

export interface ChosenProvider {
  provider: Provider;
  /** What is to be known of where the trials run. */
  notices: Notice[];
}

/** What a run needs of the outside world: everything that is baked or built, and where its trials run. */
export interface RunMachines {
  prepare: (request: RunRequest) => Promise<Prepared>;
  provider: (request: RunRequest, prepared: Prepared, toRun: Trial[]) => Promise<ChosenProvider>;
}

/** Guests that are baked, or the machine of the user's own that the request names. */
export const realMachines: RunMachines = { prepare: prepareRun, provider: chooseProvider };

async function prepareRun(request: RunRequest): Promise<Prepared> {
  const { scenarios, kernels, installed, plan, resumed, onEvent, signal } = request;
  const onProgress = (what: string) => onEvent({ type: 'prepare', what });
  const prepared = await prepare({
    // A run in which no trial has run yet may go on with anything.
    recorded: resumed?.trials.length === 0 ? undefined : resumed,
    scenarios,
    kernels,
    settings: artifactSettings(request),
    builder: installed?.builder,
    onProgress,
    signal,
  });
  const { guest } = prepared;
  if (guest !== undefined) await requireNeeds({ scenarios, trials: plan.trials, guest, onProgress, signal });
  return prepared;
}

async function chooseProvider(
  request: RunRequest,
  prepared: Prepared,
  toRun: Trial[],
): Promise<ChosenProvider> {
  if (request.installed !== undefined)
    return { provider: request.installed.provider, notices: request.installed.notices };
  const guest = prepared.guest as NonNullable<Prepared['guest']>;
  const kernel = kernelImage([...guest.kernels.values()][0] as Stored);
  const probe = () => probeKvm(kernel, { signal: request.signal });
  const real = await wallClock(request, toRun, probe);
  return {
    provider: qemuProvider({ ...guest, realAccelerator: real.accelerator, probe }),
    notices: real.notices,
  };
}
