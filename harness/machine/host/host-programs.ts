import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { HOST_ARCHITECTURE } from './architecture.js';
import { searchPath } from './caller-environment.js';

/** Programs of this machine that netknee calls, and the Debian package that each comes in. */
export const DEBIAN_PACKAGES: Record<string, string> = {
  [HOST_ARCHITECTURE.qemu]: HOST_ARCHITECTURE.qemuPackage,
  'qemu-img': 'qemu-utils',
  mmdebstrap: 'mmdebstrap',
  mke2fs: 'e2fsprogs',
  debugfs: 'e2fsprogs',
  depmod: 'kmod',
  'dpkg-deb': 'dpkg',
  'dpkg-source': 'dpkg-dev',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'apt-config': 'apt',
  unshare: 'util-linux',
  chroot: 'coreutils',
  flock: 'util-linux',
  git: 'git',
  tar: 'tar',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  vagrant: 'vagrant',
  newuidmap: 'uidmap',
  newgidmap: 'uidmap',
  bash: 'bash',
};

/** Debian's keys, without which its packages can't be checked. */
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
export const KEYRING_PACKAGE = 'debian-archive-keyring';

/** Where a program stands that netknee would call by this name; undefined where there is none. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of searchPath(process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

/**
 * Pure: the command that installs packages, for the kind of machine it is said on.
 * @param packages names of Debian packages
 * @param apt whether this machine has apt
 */
export function installCommand(
  packages: readonly string[],
  apt: boolean,
  root = process.getuid?.() === 0,
): string {
  const names = [...new Set(packages)].join(' ');
  if (apt) return `${root ? '' : 'sudo '}apt-get install --no-install-recommends ${names}`;
  return `Install what Debian calls ${names}, by this machine's own package manager.`;
}
