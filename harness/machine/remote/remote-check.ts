import { join } from 'node:path';
import { packageRoot } from '../host/places.js';
import { callScript, type OpenMachine, onMachine } from './remote-machine.js';

/** What remote-check.sh says of a machine. */
export interface MachineCheck {
  root: boolean;
  /** sudo without a password. */
  sudo: boolean;
  /** The marker file stands: this machine may be broken. */
  marker: boolean;
  /** New mount, network and process namespaces can be made. */
  namespaces: boolean;
  kernel: string;
  /** As systemd names it: `qemu` is emulated, `kvm` and `oracle` are not; `none`, or empty where it can't say. */
  virtualization: string;
  distribution: string;
  /** Versions of what C programs are built with there, when they can be. */
  toolchain?: { compiler: string; libc: string };
  cpus: number;
  missingPrograms: string[];
  missingModules: string[];
}

/** Stands on a machine whose state nobody minds. */
export const MARKER = '/etc/netknee-disposable';

/** What every bundle and the scripts around it call. */
const PROGRAMS = ['tar', 'unshare', 'mount', 'timeout', 'mktemp', 'readlink', 'sed', 'sort', 'lsns', 'cut'];

/** @throws Error when the output is not the script's */
export function parseCheck(stdout: string): MachineCheck {
  const all = stdout.trimEnd().split('\n');
  const values = (word: string): string[] =>
    all.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const value = (word: string): string => {
    const [only] = values(word);
    if (only === undefined) throw new Error(`the check of the machine says nothing of "${word}"`);
    return only;
  };
  const [compiler] = values('compiler');
  return {
    root: value('uid') === '0',
    sudo: value('sudo') === 'yes',
    marker: value('marker') === 'yes',
    namespaces: value('namespaces') === 'yes',
    kernel: value('kernel'),
    virtualization: value('virtualization'),
    distribution: value('distribution'),
    ...(compiler === undefined ? {} : { toolchain: { compiler, libc: value('libc') } }),
    cpus: Number(value('cpus')),
    missingPrograms: values('missing'),
    missingModules: values('no-module'),
  };
}

/** Looks at a machine; changes nothing there. */
export function checkMachine(
  open: OpenMachine,
  needs: { programs: string[]; modules: string[] },
): Promise<MachineCheck> {
  return onMachine(open, async (machine) => {
    const script = join(packageRoot, 'harness/machine/remote/remote-check.sh');
    const words = [...PROGRAMS, ...needs.programs, '--', ...needs.modules];
    return parseCheck(
      await callScript(machine, [], script, words, {
        deadlineS: 60,
        what: 'the machine could not be looked at',
      }),
    );
  });
}

const GUEST_PROGRAMS = ['tar', 'mount', 'timeout', 'mktemp', 'sed', 'sort', 'cut'];

/** What keeps any bundle from running in a guest that is thrown away: it needs no namespaces around it. */
export const guestHindrances = (check: MachineCheck): string[] => [
  ...(check.root || check.sudo ? [] : ['neither root nor sudo without a password']),
  ...GUEST_PROGRAMS.filter((name) => check.missingPrograms.includes(name)).map(
    (name) => `no program "${name}"`,
  ),
];

/** What keeps any bundle from running there; empty when nothing does. */
export const hindrances = (check: MachineCheck): string[] => [
  ...(check.root || check.sudo ? [] : ['neither root nor sudo without a password']),
  ...PROGRAMS.filter((name) => check.missingPrograms.includes(name)).map((name) => `no program "${name}"`),
  ...(check.namespaces || !(check.root || check.sudo)
    ? []
    : ['`unshare` can make no mount, network and process namespaces (util-linux 2.32 and later can)']),
];
