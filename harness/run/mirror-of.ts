import { type DebianMirror, debianMirror } from '../machine/debian.js';
import type { Settings } from './settings.js';

/** How Debian's mirror is found: as the settings say, else the environment, else this machine's own apt. */
export const mirrorOf =
  (debian: Settings['debian']): (() => Promise<DebianMirror>) =>
  () =>
    debianMirror(debian?.mirror ?? process.env.NETKNEE_DEBIAN_MIRROR, debian?.keyring);
