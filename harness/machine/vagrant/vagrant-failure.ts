import { EXIT, type ExitCode, Failure, tailOf } from '../../failure.js';
import { lastOf, saidTo, type VagrantLine } from './vagrant-lines.js';

/** How one `vagrant` command ended. */
export interface VagrantEnd {
  /** For people: `vagrant up`. */
  command: string;
  lines: VagrantLine[];
  stderr: string;
  exitCode: number | string | undefined;
}

interface Kind {
  what: string;
  exit: ExitCode;
  remedy: string;
}

const BOX: Kind = {
  what: 'the box can not be had',
  exit: EXIT.prerequisite,
  remedy:
    'Check the network, NETKNEE_BOX and NETKNEE_BOX_VERSION. Without a network: `vagrant box add --name NAME FILE`, then NETKNEE_BOX=NAME.',
};
const PROVIDER: Kind = {
  what: 'Vagrant can not use this provider here',
  exit: EXIT.prerequisite,
  remedy:
    'Say NETKNEE_VAGRANT_PROVIDER=virtualbox with VirtualBox installed, or =libvirt with vagrant-libvirt: `netknee doctor` says what is missing.',
};
const LIBVIRT: Kind = {
  what: 'libvirt can not be reached',
  exit: EXIT.prerequisite,
  remedy:
    'Start its daemon and join the group libvirt (sudo usermod -aG libvirt $USER), or do without both: NETKNEE_LIBVIRT_SESSION=1 as an ordinary user.',
};
const LOCKED: Kind = {
  what: 'another Vagrant works on this machine',
  exit: EXIT.machine,
  remedy: 'Wait for it to end (vagrant global-status; ps), then say it again.',
};
const LEAVING: Kind = {
  what: 'the machine was being taken away meanwhile',
  exit: EXIT.machine,
  remedy: 'Say it again when the other Vagrant has ended (vagrant global-status; ps).',
};
const TAKEN: Kind = {
  what: 'the port or the name of the machine is taken',
  exit: EXIT.machine,
  remedy:
    'Another machine has it: name another one by NETKNEE_SSH_PORT or NETKNEE_NAME_PREFIX, or none and netknee finds one.',
};
const BOOT: Kind = {
  what: 'the machine did not boot',
  exit: EXIT.machine,
  remedy:
    'Look at its console (virt-manager, VirtualBox). Without KVM give it longer: NETKNEE_BOOT_TIMEOUT_S=900.',
};
const VAGRANTFILE: Kind = {
  what: 'the Vagrantfile can not be used',
  exit: EXIT.usage,
  remedy: 'Set right what it names: the Vagrantfile, or the NETKNEE_ variables it reads.',
};

const LONG_PATH: Kind = {
  what: 'the path of the home folder is too long for libvirt',
  exit: EXIT.prerequisite,
  remedy: 'Give its sockets a shorter one: XDG_CONFIG_HOME=$(mktemp -d).',
};

const NO_DRIVER: Kind = {
  what: "VirtualBox's kernel driver is not loaded",
  exit: EXIT.prerequisite,
  remedy:
    'Load it (sudo modprobe vboxdrv), or build it for this kernel: virtualbox-dkms with the headers of `uname -r`; /dev/vboxdrv must be there.',
};
const VIRTUALBOX_TOO_NEW: Kind = {
  what: 'this Vagrant does not know this version of VirtualBox',
  exit: EXIT.prerequisite,
  remedy:
    'Update Vagrant (`vagrant --version`, `VBoxManage --version`), or install a version of VirtualBox that it names.',
};
const VIRTUALBOX: Kind = {
  what: 'VirtualBox is not installed whole',
  exit: EXIT.prerequisite,
  remedy:
    'Make `VBoxManage --version` answer without a warning first. Most often the kernel driver is missing: sudo modprobe vboxdrv,\n' +
    'or build it for this kernel (virtualbox-dkms with the headers of `uname -r`).',
};
const NO_START: Kind = {
  what: 'VirtualBox could not start the machine',
  exit: EXIT.machine,
  remedy:
    'VirtualBox says why above. No VT-x or AMD-V: switch it on in the firmware, and unload other hypervisors (sudo modprobe -r kvm_intel kvm_amd).',
};
const DAMAGED_BOX: Kind = {
  what: 'the box can not be imported',
  exit: EXIT.prerequisite,
  remedy:
    'It is damaged, or for another provider: `vagrant box remove NAME`, then have it fetched again, or name another one by NETKNEE_BOX.',
};
const SETTINGS: Kind = {
  what: 'VirtualBox refuses the settings of the machine',
  exit: EXIT.usage,
  remedy: 'Set right what it names: NETKNEE_CPUS and NETKNEE_MEMORY_MB must be what this host has.',
};

/** By the last part of the class that `error-exit` names. */
const BY_CLASS: Record<string, Kind> = {
  BoxAddShortNotFound: BOX,
  BoxAddNoMatchingVersion: BOX,
  BoxAddNoMatchingProvider: BOX,
  BoxMetadataDownloadError: BOX,
  BoxNotFound: BOX,
  BoxChecksumMismatch: BOX,
  DownloaderError: BOX,
  ProviderNotFound: PROVIDER,
  ProviderNotUsable: PROVIDER,
  VBoxManageNotFoundError: PROVIDER,
  FogLibvirtConnectionError: LIBVIRT,
  MachineActionLockedError: LOCKED,
  EnvironmentLockedError: LOCKED,
  ForwardPortCollision: TAKEN,
  ForwardPortCollisionResume: TAKEN,
  DomainNameExists: TAKEN,
  VMNameExists: TAKEN,
  VirtualBoxKernelModuleNotLoaded: NO_DRIVER,
  VirtualBoxInvalidVersion: VIRTUALBOX_TOO_NEW,
  VirtualBoxInstallIncomplete: VIRTUALBOX,
  VirtualBoxVersionEmpty: VIRTUALBOX,
  VirtualBoxNotDetected: VIRTUALBOX,
  VBoxManageLaunchError: VIRTUALBOX,
  VMImportFailure: DAMAGED_BOX,
  VMCustomizationFailed: SETTINGS,
  VirtualBoxNameExists: TAKEN,
  VMBootTimeout: BOOT,
  VMBootBadState: BOOT,
  SSHNotReady: BOOT,
  SSHConnectionTimeout: BOOT,
  NoIpAddressError: BOOT,
  VagrantfileLoadError: VAGRANTFILE,
  VagrantfileSyntaxError: VAGRANTFILE,
  ConfigInvalid: VAGRANTFILE,
};

/** What Vagrant prints without a class, as it does when it fails early or inside a plugin. */
const BY_WORDS: [RegExp, Kind][] = [
  [/UNIX socket path .* too long/, LONG_PATH],
  [/error in the following Vagrantfile|error loading a Vagrantfile/, VAGRANTFILE],
  // What the plugin for libvirt says of a machine that is gone between its two looks at it.
  [/must be an attributes hash, got NilClass|Domain not found/, LEAVING],
  [/Could not set up host forwarding rule|Address already in use|already exists with uuid/, TAKEN],
];

/** What failed in VBoxManage, by its own words: Vagrant has one class for all of it. */
const VBOXMANAGE: [RegExp, Kind][] = [
  [/vboxdrv|VERR_VM_DRIVER_NOT_INSTALLED|rc=-1908/, NO_DRIVER],
  [/Address already in use|VERR_NET_ADDRESS_IN_USE|already exists/, TAKEN],
  [/"import"/, DAMAGED_BOX],
  [/"startvm"/, NO_START],
  [/"modifyvm"/, SETTINGS],
];

/** Why a provider is not usable; Vagrant puts the reason's own class into one for all providers. */
const NOT_USABLE: [RegExp, Kind][] = [
  [/version of VirtualBox installed\s+that is not supported/, VIRTUALBOX_TOO_NEW],
  [/kernel module is not loaded/, NO_DRIVER],
  [/installation is incomplete|calls to detect the version are returning empty/, VIRTUALBOX],
];

/** Classes that stand for several reasons, and the words that tell these apart. */
const BY_CLASS_AND_WORDS: Record<string, [RegExp, Kind][]> = {
  VBoxManageError: VBOXMANAGE,
  ProviderNotUsable: NOT_USABLE,
};

/** The port of this host that can't be had, where the words name one. */
const PORT = /tcp:127\.0\.0\.1:(\d+)|forwarded port to (\d+)|port (\d+) is already/;

const UNKNOWN: Omit<Kind, 'what'> = {
  exit: EXIT.machine,
  remedy:
    'Vagrant says why above; `VAGRANT_LOG=info` before the command says more. `netknee clean` removes what is left.',
};

/** Pure: what a failed command means, by its class, or by its words where it names none. */
export function vagrantFailure({ command, lines, stderr, exitCode }: VagrantEnd): Failure {
  const [path = '', message = ''] = lastOf(lines, 'error-exit') ?? [];
  const name = path.split('::').at(-1) ?? '';
  // A plugin that fails prints the whole of its stack after the reason.
  const words = stderr.split('\n').filter((line) => !/^\s+from /.test(line));
  const output = [saidTo(lines), ...words].filter(Boolean).join('\n');
  const said = `${message}\n${output}`;
  const among = (kinds: [RegExp, Kind][]) => kinds.find(([pattern]) => pattern.test(said))?.[1];
  const kind = among(BY_CLASS_AND_WORDS[name] ?? []) ?? BY_CLASS[name] ?? among(BY_WORDS);
  const port = kind === TAKEN ? PORT.exec(said)?.slice(1).find(Boolean) : undefined;
  const what = port === undefined ? kind?.what : `port ${port} of 127.0.0.1 is taken`;
  return new Failure({
    what: `${command} failed: ${what ?? (name === '' ? 'Vagrant names no reason' : name)}`,
    exit: kind?.exit ?? UNKNOWN.exit,
    command,
    exitCode,
    tail: message === '' ? tailOf(output) : tailOf(message),
    remedy: kind?.remedy ?? UNKNOWN.remedy,
    cause: kind,
  });
}

/** Whether it failed because another Vagrant is at work on the same machine, and may do better when that one has ended. */
export const isWorkOfAnother = (error: unknown): boolean =>
  error instanceof Failure && (error.details.cause === LOCKED || error.details.cause === LEAVING);
