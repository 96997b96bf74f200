import { join } from 'node:path';
import { EXIT } from '../../failure.js';
import { packageRoot } from '../host/places.js';
import { callScript, type OpenMachine, onMachine } from './remote-machine.js';

/** Programs that builds and trials call, and the Debian or Ubuntu package each comes in. */
const PROGRAMS: Record<string, string> = {
  gcc: 'gcc',
  make: 'make',
  bison: 'bison',
  flex: 'flex',
  'pkg-config': 'pkg-config',
  strace: 'strace',
  ipvsadm: 'ipvsadm',
};

/** Packages come from the distribution's own mirror. */
const DEADLINE_S = 1200;

/** Gives a throw-away guest what it lacks of them; one that has them all is left as it is and needs no network. */
export function provision(open: OpenMachine, asRoot: string[], signal: AbortSignal): Promise<void> {
  return onMachine(open, async (machine) => {
    const script = join(packageRoot, 'harness/machine/remote/provision.sh');
    const words = Object.entries(PROGRAMS).map(([program, name]) => `${program}=${name}`);
    await callScript(machine, asRoot, script, words, {
      deadlineS: DEADLINE_S,
      what: 'the guest could not be given what trials need',
      exit: EXIT.machine,
      remedy:
        'Check that the guest reaches the mirror of its distribution, or use a box that has these packages.',
      signal,
    });
  });
}
