import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { KEYRING } from '../host/host-programs.js';
import { withCleanup } from '../process/cleanup.js';
import { exec } from '../process/exec.js';
import { aptSettings, keysOfEntry } from './apt-settings.js';

/** Where Debian's packages are had. */
export interface DebianMirror {
  main: string;
  /** Absent when no security archive answers. */
  security?: string | undefined;
  /** Files of keys that sign it, besides Debian's own. */
  keys?: string[] | undefined;
  /** As it stood on a day: its signatures are checked, their date of expiry is not. */
  dated?: boolean | undefined;
  /** What a reader should know of how it was found. */
  notice?: string | undefined;
}

/** Debian's own archives, for machines whose apt knows none: Ubuntu's, and others of the family. */
export const DEBIANS_OWN = {
  main: 'http://deb.debian.org/debian',
  security: 'http://deb.debian.org/debian-security',
};

/** One index of apt: `URI|ORIGIN|LABEL|ENTRY`. */
const FORMAT = '$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(SOURCESENTRY)';

/** What apt's indexes say of Debian's archives. */
export interface KnownArchives {
  main: string;
  security?: string | undefined;
  /** `FILE:N`, where apt's sources name the main archive. */
  entry: string;
}

/** Pure: the first main and the first security archive of Debian among apt's indexes. */
export function mirrorFromIndexes(listing: string): KnownArchives | undefined {
  const indexes = listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [uri = '', origin = '', label = '', entry = ''] = line.split('|');
      // Before the first `apt-get update` apt does not know the origin and leaves the word standing.
      const unknown = origin === '' || origin.startsWith('$(');
      const security = /security/i.test(label) || /debian-security\/?$/.test(uri);
      const debian = unknown ? /\/debian(-security)?\/?$/.test(uri) : origin === 'Debian';
      return { uri, debian, security, entry, other: /backports|debug/i.test(label) };
    })
    .filter(({ debian, other }) => debian && !other);
  const main = indexes.find(({ security }) => !security);
  if (main === undefined) return undefined;
  return { main: main.uri, entry: main.entry, security: indexes.find(({ security }) => security)?.uri };
}

/** What the settings say of Debian's archives. */
export interface MirrorSettings {
  mirror?: string | undefined;
  security?: string | undefined;
  /** Keys that sign them, besides Debian's own. */
  keyring?: string | undefined;
}

/**
 * The mirror: the one that the settings name, else apt's own, else Debian's. Each has a security archive: the one that is
 * named, else the one that stands beside the mirror, else Debian's own, whichever answers first.
 * @throws Failure (usage) when the keyring is not there, (prerequisite) when there is no apt to ask
 */
export async function debianMirror({ mirror, security, keyring }: MirrorSettings): Promise<DebianMirror> {
  if (keyring !== undefined && !existsSync(keyring)) {
    throw new Failure({
      what: `the keyring ${keyring} does not exist`,
      exit: EXIT.usage,
      remedy: 'Check debian.keyring in netknee.config.yaml.',
    });
  }
  const keys = keyring === undefined ? [] : [keyring];
  if (mirror !== undefined) return withSecurity({ main: mirror, security, keys });
  const known = await knownArchives();
  if (known === undefined) {
    const notice = `this machine's apt names no Debian archive: the guest's packages come from ${DEBIANS_OWN.main}`;
    return { ...DEBIANS_OWN, keys, notice };
  }
  const own = await keysOfEntry(known.entry);
  const trusted = own.length > 0 ? own : (await aptSettings()).trustedKeys;
  const all = [...keys, ...trusted.filter((path) => path !== KEYRING)];
  return withSecurity({ main: known.main, security: security ?? known.security, keys: all });
}

/** Asked of apt itself: by its package lists, or before it has any, by what it would fetch for them. */
async function knownArchives(): Promise<KnownArchives | undefined> {
  const ask = (...argv: string[]) =>
    exec('apt-get', argv, {
      deadlineS: 30,
      what: "apt's own package sources could not be read",
      remedy:
        'Set right what apt says of /etc/apt, or name a Debian mirror in netknee.config.yaml (debian: {mirror: URL})\n' +
        'or in NETKNEE_DEBIAN_MIRROR.',
    });
  const listed = mirrorFromIndexes(await ask('indextargets', '--format', FORMAT, 'Created-By: Packages'));
  if (listed !== undefined) return listed;
  return mirrorFromIndexes(indexesFromUris(await ask('update', '--print-uris')));
}

/** Pure: of `apt-get update --print-uris`, the archives, in the format of indexes whose origin is not known yet. */
export const indexesFromUris = (printed: string): string =>
  [...printed.matchAll(/^'(\S+)\/dists\/\S+\/InRelease'/gm)].map(([, uri]) => `${uri}|||`).join('\n');

async function withSecurity(mirror: DebianMirror): Promise<DebianMirror> {
  if (mirror.security !== undefined) return mirror;
  const beside = mirror.main.replace(/\/debian\/?$/, '/debian-security');
  for (const security of new Set([beside, DEBIANS_OWN.security])) {
    if (security !== mirror.main && (await hasSecurity(security))) return { ...mirror, security };
  }
  const notice = `no security archive of Debian answers, neither ${beside} nor ${DEBIANS_OWN.security}: the guest has packages without security updates`;
  return { ...mirror, notice };
}

const ASK_DEADLINE_S = 20;
/** Any suite shows whether an archive is one of security updates. */
const ASKED_SUITE = 'bookworm-security';

/** Fetched by apt's own helper, which knows proxies, logins and certificates of this machine. */
async function hasSecurity(uri: string): Promise<boolean> {
  const url = `${uri.replace(/\/$/, '')}/dists/${ASKED_SUITE}/InRelease`;
  const quick = [
    '-o',
    'Acquire::Retries=0',
    '-o',
    'Acquire::http::Timeout=8',
    '-o',
    'Acquire::https::Timeout=8',
  ];
  try {
    await withCleanup(async (cleanup) => {
      const folder = await temporaryFolder('a question to an archive', cleanup);
      await exec('/usr/lib/apt/apt-helper', [...quick, 'download-file', url, join(folder, 'InRelease')], {
        deadlineS: ASK_DEADLINE_S,
        what: `${url} could not be fetched`,
      });
    });
    return true;
  } catch (error) {
    if (!(error instanceof Failure) || error.details.exit === EXIT.interrupted) throw error;
    return false;
  }
}

/** One archive's one suite or pocket of it. */
export interface DebianSource {
  uri: string;
  release: string;
  /** apt's words on how it is trusted. */
  options: string;
}

/** Pure: what a suite is made of in an archive. */
export function sourcesOf(mirror: DebianMirror, suite: string): DebianSource[] {
  const keys = [KEYRING, ...(mirror.keys ?? [])].join(',');
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
