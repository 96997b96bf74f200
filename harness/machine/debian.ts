import { EXIT, Failure } from '../failure.js';
import { exec } from './exec.js';

/** Where Debian's packages are had, as this machine's own apt knows it. */
export interface DebianMirror {
  main: string;
  /** Absent when the machine has no security archive configured. */
  security?: string | undefined;
}

/** One index of apt: `URI|ORIGIN|LABEL`. */
const FORMAT = '$(REPO_URI)|$(ORIGIN)|$(LABEL)';

/** Pure: the first main and the first security archive of Debian among apt's indexes. */
export function mirrorFromIndexes(listing: string): DebianMirror | undefined {
  const indexes = listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [uri = '', origin = '', label = ''] = line.split('|');
      // Before the first `apt-get update` apt does not know the origin and leaves the word standing.
      const unknown = origin === '' || origin.startsWith('$(');
      const security = /security/i.test(label) || /debian-security\/?$/.test(uri);
      const debian = unknown ? /\/debian(-security)?\/?$/.test(uri) : origin === 'Debian';
      return { uri, debian, security, other: /backports|debug/i.test(label) };
    })
    .filter(({ debian, other }) => debian && !other);
  const main = indexes.find(({ security }) => !security)?.uri;
  if (main === undefined) return undefined;
  return { main, security: indexes.find(({ security }) => security)?.uri };
}

/**
 * The mirror: from the configuration when it names one, else from apt's own.
 * @param configured `debian.mirror` of netknee.config.yaml or NETKNEE_DEBIAN_MIRROR
 */
export async function debianMirror(configured: string | undefined): Promise<DebianMirror> {
  if (configured !== undefined) return { main: configured };
  const remedy =
    'Name a Debian mirror in netknee.config.yaml (debian: {mirror: URL}) or in NETKNEE_DEBIAN_MIRROR,\n' +
    "or put Debian's main archive into this machine's apt sources.";
  const listing = await exec('apt-get', ['indextargets', '--format', FORMAT, 'Created-By: Packages'], {
    deadlineS: 30,
    what: "apt's own package sources could not be read",
    remedy,
  });
  const mirror = mirrorFromIndexes(listing);
  if (mirror === undefined) {
    throw new Failure({
      what: 'apt on this machine knows no Debian archive',
      exit: EXIT.prerequisite,
      remedy,
    });
  }
  return mirror;
}

/** Debian's archive keyring, which apt and mmdebstrap check signatures with. */
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Pure: the lines of a sources.list for one suite, `deb` or `deb-src`. */
export function sourceLines(mirror: DebianMirror, suite: string, type: 'deb' | 'deb-src'): string[] {
  const line = (uri: string, name: string) => `${type} [signed-by=${KEYRING}] ${uri} ${name} main`;
  // sid has neither updates nor a security archive.
  if (suite === 'sid') return [line(mirror.main, suite)];
  return [
    line(mirror.main, suite),
    line(mirror.main, `${suite}-updates`),
    ...(mirror.security === undefined ? [] : [line(mirror.security, `${suite}-security`)]),
  ];
}

/** Proxy settings of this machine's apt, as options for another apt or mmdebstrap. */
export async function proxyOptions(): Promise<string[]> {
  const dump = await exec('apt-config', ['dump'], {
    deadlineS: 30,
    what: "apt's configuration could not be read",
  });
  return dump
    .split('\n')
    .filter((line) => /^Acquire::(http|https|ftp)::Proxy/.test(line) && !line.endsWith('"";'));
}
