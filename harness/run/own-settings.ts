import { OWN_MACHINE } from '../design/own-machine.js';
import { EXIT, Failure } from '../failure.js';
import type { Settings } from './settings.js';

const SSH_ONLY = ['host', 'ssh-config', 'ssh-port'] as const;

/** Whether trials are to run on a machine of the user's own, not on guests that netknee makes. */
export const usesOwnMachine = ({ provider }: Settings): boolean => provider === 'local' || provider === 'ssh';

/**
 * What a machine of the user's own can't be told, or must be. @throws Failure that names it
 */
export function checkProviderSettings(settings: Settings): void {
  const fail = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });
  const { provider = 'qemu', lane, kernel } = settings;
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
  if (!usesOwnMachine(settings)) return;
  if (lane !== undefined && lane !== 'real') {
    const what = `--provider ${provider} has no ${lane === 'both' ? 'exact' : lane} lane: its clock counts instructions, which only an emulated machine's does`;
    throw fail(what, `Say --lane real, or no --lane; --provider qemu has both lanes.`);
  }
  if (kernel !== undefined || settings['possible-cpus'] !== undefined) {
    const option = kernel === undefined ? '--possible-cpus' : '--kernel';
    const what = `--provider ${provider} takes the machine as it is: no ${option}`;
    throw fail(what, `Say no ${option}; in the plan the machine's kernel is called "${OWN_MACHINE.kernel}".`);
  }
}
