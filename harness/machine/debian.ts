import { existsSync } from 'node:fs';
import { EXIT, Failure } from '../failure.js';
import { exec } from './exec.js';

/** Where Debian's packages are had, as this machine's own apt knows it. */
export interface DebianMirror {
  main: string;
  /** Absent when the machine has no security archive configured. */
  security?: string | undefined;
  /** A file of keys that sign it, besides Debian's own. */
  keyring?: string | undefined;
  /** As it stood on a day: its signatures are checked, their date of expiry is not. */
  dated?: boolean | undefined;
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
 * @param keyring `debian.keyring`: keys that sign it, besides Debian's own
 */
export async function debianMirror(configured: string | undefined, keyring?: string): Promise<DebianMirror> {
  if (keyring !== undefined && !existsSync(keyring)) {
    throw new Failure({
      what: `the keyring ${keyring} does not exist`,
      exit: EXIT.usage,
      remedy: 'Check debian.keyring in netknee.config.yaml.',
    });
  }
  if (configured !== undefined) return { main: configured, keyring };
  const remedy =
    'apt-get update, if this machine never did: before it apt names no archive. Else\n' +
    'name a Debian mirror in netknee.config.yaml (debian: {mirror: URL}) or in NETKNEE_DEBIAN_MIRROR,\n' +
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
  return { ...mirror, keyring };
}

/** Debian's archive keyring, which apt and mmdebstrap check signatures with. */
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** One archive's one suite or pocket of it. */
export interface DebianSource {
  uri: string;
  release: string;
  /** apt's words on how it is trusted. */
  options: string;
}

/** Pure: what a suite is made of in an archive. */
export function sourcesOf(mirror: DebianMirror, suite: string): DebianSource[] {
  const keys = [KEYRING, ...(mirror.keyring === undefined ? [] : [mirror.keyring])].join(',');
  const options = `signed-by=${keys}${mirror.dated === true ? ' check-valid-until=no' : ''}`;
  const source = (uri: string, release: string) => ({ uri, release, options });
  // sid and backports have neither updates nor a security archive.
  if (suite === 'sid' || suite.endsWith('-backports')) return [source(mirror.main, suite)];
  return [
    source(mirror.main, suite),
    source(mirror.main, `${suite}-updates`),
    ...(mirror.security === undefined ? [] : [source(mirror.security, `${suite}-security`)]),
  ];
}

/** Pure: its line of a sources.list. */
export const sourceLine = ({ uri, release, options }: DebianSource, type: 'deb' | 'deb-src'): string =>
  `${type} [${options}] ${uri} ${release} main`;

/** Pure: the lines of a sources.list for one suite, `deb` or `deb-src`. */
export function sourceLines(mirror: DebianMirror, suite: string, type: 'deb' | 'deb-src'): string[] {
  return sourcesOf(mirror, suite).map((source) => sourceLine(source, type));
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
