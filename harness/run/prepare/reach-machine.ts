import { EXIT, Failure } from '../../failure.js';
import { makeCloudGuest } from '../../machine/cloud/cloud-guest.js';
import { obtainCloudImage } from '../../machine/cloud/cloud-image.js';
import { parseImage } from '../../machine/cloud/cloud-images.js';
import { cacheFolder } from '../../machine/host/places.js';
import { Store } from '../../machine/image/store.js';
import type { UndoStack } from '../../machine/process/cleanup.js';
import type { Provider } from '../../machine/provider/provider.js';
import { chooseAccelerator, probeWithCached } from '../../machine/qemu/accelerator.js';
import type { RealAccelerator } from '../../machine/qemu/real-accelerator.js';
import { rebootedProvider } from '../../machine/remote/rebooted-provider.js';
import { guestHindrances, hindrances, type MachineCheck } from '../../machine/remote/remote-check.js';
import { type OpenMachine, openLocal } from '../../machine/remote/remote-machine.js';
import { remoteProvider } from '../../machine/remote/remote-provider.js';
import { openSsh } from '../../machine/remote/ssh-connection.js';
import { makeVagrantGuest } from '../../machine/vagrant/vagrant-guest.js';
import type { Notice } from '../../types.js';
import { vagrantProvider } from '../config/provider-settings.js';
import type { Settings } from '../config/settings.js';
import type { ResolvedPlan } from '../plan/resolve-plan.js';

export interface FitOptions {
  /** Takes what a machine needs undone that is made here. */
  cleanup: UndoStack;
  /** What the trials of a run that goes on ran under so far. */
  begun?: RealAccelerator | undefined;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** A machine, and how trials run on it. */
export interface Reached {
  open: OpenMachine;
  provider: (check: MachineCheck) => Provider;
  /** What keeps bundles from running there, for people. */
  hindrances: (check: MachineCheck) => string[];
  notices: (check: MachineCheck) => Notice[];
  facts: Record<string, string>;
}

/** Makes the machine that the settings name, or finds the way to it; what was made is registered to be undone. */
export async function reachMachine(
  settings: Settings,
  resolved: ResolvedPlan,
  options: FitOptions,
): Promise<Reached> {
  const { provider = 'qemu', image } = settings;
  if (provider === 'vagrant') return makeVagrant(options);
  if (provider === 'qemu') return makeCloud(image as string, resolved, options);
  return reach(provider, settings);
}

async function makeCloud(
  named: string,
  { scenarios }: ResolvedPlan,
  { begun, cleanup, onProgress, signal }: FitOptions,
): Promise<Reached> {
  onProgress(`image ${named}`);
  const image = await obtainCloudImage(new Store(cacheFolder()), parseImage(named), signal);
  onProgress('whether KVM works');
  const { accelerator, reason } = await chooseAccelerator(begun, () => probeWithCached({ signal }));
  const memoryMb = Math.max(...scenarios.map((scenario) => scenario.memoryMb));
  const guest = await makeCloudGuest({ image, memoryMb, accelerator, onProgress, signal }, cleanup);
  return {
    open: guest.open,
    provider: ({ virtualization }) => rebootedProvider(guest, `qemu image ${virtualization}`),
    hindrances: guestHindrances,
    notices: (check) => guestNotices(`of the image ${image.artifact.name}`, check, reason),
    facts: guest.facts,
  };
}

async function makeVagrant({ cleanup, onProgress, signal }: FitOptions): Promise<Reached> {
  const provider = vagrantProvider();
  const guest = await makeVagrantGuest({ provider, onProgress, signal }, cleanup);
  return {
    open: guest.open,
    provider: ({ virtualization }) => rebootedProvider(guest, `vagrant ${provider} ${virtualization}`),
    hindrances: guestHindrances,
    notices: (check) => guestNotices('made by Vagrant', check),
    facts: guest.facts,
  };
}

/**
 * @param origin where the guest comes from, for people
 * @param why it is emulated, where that is known
 */
function guestNotices(
  origin: string,
  { distribution, kernel, virtualization }: MachineCheck,
  why?: string,
): Notice[] {
  const text = `trials ran in a guest ${origin}: ${distribution}, kernel ${kernel}`;
  const emulated = `the guest is emulated${why === undefined ? '' : ` (${why})`}: compare ratios and shapes, not absolute times`;
  return [
    { severity: 'info', text },
    ...(virtualization === 'qemu' ? [{ severity: 'warning' as const, text: emulated }] : []),
  ];
}

function reach(name: 'local' | 'ssh', settings: Settings): Reached {
  if (name === 'local' && process.getuid?.() !== 0) {
    throw new Failure({
      what: '--provider local needs root: trials make network namespaces',
      exit: EXIT.prerequisite,
      remedy:
        'Run netknee as root (sudo) on a machine that may be broken, or say --provider qemu, which needs no root.',
    });
  }
  const open = openerOf(name, settings);
  return {
    open,
    provider: ({ root }) => remoteProvider({ name, open, asRoot: root ? [] : ['sudo', '-n'] }),
    hindrances,
    notices: ({ kernel }) => [
      {
        severity: 'info',
        text: `trials ran on a machine that was not made for them, kernel ${kernel}: other work on it shows in the figures`,
      },
    ],
    facts: {},
  };
}

function openerOf(name: 'local' | 'ssh', settings: Settings): OpenMachine {
  if (name === 'local') return openLocal;
  const { host = '', 'ssh-config': config, 'ssh-port': port } = settings;
  return openSsh({ host, config, port });
}
