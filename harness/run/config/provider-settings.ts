import { INSTALLED_MACHINE } from '../../design/installed-machine.js';
import { EXIT, Failure } from '../../failure.js';
import { parseImage } from '../../machine/cloud/cloud-images.js';
import type { Need } from '../requirements/tools.js';
import type { Settings } from './settings.js';

const SSH_ONLY = ['host', 'ssh-config', 'ssh-port'] as const;

/** Whether trials are to run on a machine that is not baked: the user's own, or a guest with its own distribution. */
export const usesInstalledMachine = ({ provider = 'qemu', image }: Settings): boolean =>
  provider !== 'qemu' || image !== undefined;

/**
 * What a machine of the user's own can't be told, or must be. @throws Failure that names it
 */
export function checkProviderSettings(settings: Settings): void {
  const fail = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });
  const { provider = 'qemu', clock } = settings;
  // A settings file may name a host for the times when the command line says ssh.
  if (settings.provider === undefined) {
    const stray = SSH_ONLY.find((key) => settings[key] !== undefined);
    if (stray !== undefined)
      throw fail(`--${stray} is for --provider ssh`, `Say --provider ssh, or no --${stray}.`);
  } else if (provider === 'ssh' && settings.host === undefined) {
    throw fail(
      '--provider ssh needs a machine',
      'Say --host user@host, or an alias of your ssh configuration.',
    );
  }
  if (settings.image !== undefined) {
    if (provider !== 'qemu')
      throw fail(`--image is for --provider qemu, not ${provider}`, 'Say --provider qemu, or no --image.');
    parseImage(settings.image);
  }
  if (!usesInstalledMachine(settings)) return;
  const named = settings.image === undefined ? `--provider ${provider}` : '--image';
  if (clock !== undefined && clock !== 'wall') {
    const what = `${named} has no instruction clock: it counts instructions, in guests that netknee bakes`;
    throw fail(what, 'Say --clock wall, or no --clock; --provider qemu without --image has both clocks.');
  }
  const asked = (['kernel', 'possible-cpus', 'memory'] as const).find((key) => settings[key] !== undefined);
  if (asked !== undefined) {
    const option = `--${asked}`;
    const what = `${named} takes the machine as it is: no ${option}`;
    throw fail(
      what,
      `Say no ${option}; in the plan the machine's kernel is called "${INSTALLED_MACHINE.kernel}".`,
    );
  }
}

/** What a run takes of this machine, whatever is in the cache already. */
export function needsOf({ provider = 'qemu', image }: Settings): Need[] {
  if (image !== undefined) return ['guests', 'cloud images', 'ssh'];
  if (provider === 'qemu') return ['guests'];
  if (provider === 'local') return [];
  return provider === 'ssh' ? ['ssh'] : ['ssh', 'vagrant'];
}

const VAGRANT_PROVIDERS = ['virtualbox', 'libvirt'] as const;

/** What Vagrant makes machines with: as the environment says, else VirtualBox. @throws Failure for one that the Vagrantfile has no part for */
export function vagrantProvider(
  named = process.env.NETKNEE_VAGRANT_PROVIDER || process.env.VAGRANT_DEFAULT_PROVIDER || 'virtualbox',
): (typeof VAGRANT_PROVIDERS)[number] {
  const known = VAGRANT_PROVIDERS.find((name) => name === named);
  if (known !== undefined) return known;
  throw new Failure({
    what: `the Vagrantfile has no part for the provider "${named}"`,
    exit: EXIT.usage,
    remedy: `Say NETKNEE_VAGRANT_PROVIDER=${VAGRANT_PROVIDERS.join(' or ')}.`,
  });
}
