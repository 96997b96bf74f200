import { type DebianMirror, debianMirror } from '../../machine/debian/debian.js';
import type { Settings } from './settings.js';

/**
 * How Debian's mirror is found: as the settings say, else the environment, else this machine's own apt, else Debian's own.
 * It is looked for when it is first asked for, and once.
 */
export function mirrorOf(debian: Settings['debian']): () => Promise<DebianMirror> {
  let found: Promise<DebianMirror> | undefined;
  return () => {
    found ??= debianMirror({
      mirror: debian?.mirror ?? process.env.NETKNEE_DEBIAN_MIRROR,
      security: debian?.security,
      keyring: debian?.keyring,
    });
    return found;
  };
}
