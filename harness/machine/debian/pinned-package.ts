import { EXIT, Failure } from '../../failure.js';

/** One package of an archive, exactly. */
export interface PinnedPackage {
  type: 'deb' | 'deb-src';
  /** The Debian release it is looked for in. */
  suite: string;
  name: string;
  version: string;
  /** `amd64`, `all`, or `source`. */
  architecture: string;
  /** Of the .deb, or of a source's .dsc. */
  sha256: string;
}

/** How apt is asked for one version. */
export const aptWord = ({ name, version }: Pick<PinnedPackage, 'name' | 'version'>): string =>
  `${name}=${version}`;

/** `dash 0.5.12-2 amd64` */
export const packageWords = ({ name, version, architecture }: PinnedPackage): string =>
  `${name} ${version} ${architecture}`;

const DEB = /^([a-z0-9][a-z0-9+.-]+)_([^_]+)_([a-z0-9-]+)\.deb$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Pure: a package by the name apt gives its file, in which the colon of an epoch is `%3a`.
 * @throws Failure when it is no such name, or the digest none of SHA-256
 */
export function pinnedDeb(suite: string, file: string, sha256: string): PinnedPackage {
  const [, name, version, architecture] = DEB.exec(file) ?? [];
  if (name === undefined || version === undefined || architecture === undefined || !SHA256.test(sha256)) {
    throw new Failure({
      what: `"${file}" with SHA-256 "${sha256}" is no package of a manifest`,
      exit: EXIT.usage,
    });
  }
  return { type: 'deb', suite, name, version: version.replaceAll('%3a', ':'), architecture, sha256 };
}

/** Pure: the lines `sha256  NAME_VERSION_ARCHITECTURE.deb` of a baked guest. @throws Failure for another line */
export function pinnedDebs(suite: string, lines: string): PinnedPackage[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sha256 = '', file = ''] = line.split(/ +/);
      return pinnedDeb(suite, file, sha256);
    });
}

/** What an archive's index says of one package. */
export interface IndexedPackage {
  name: string;
  version: string;
  sha256: string;
}

/** Pure: what `apt-cache show` or `showsrc` prints; of a source the digest is that of its .dsc. */
export function indexedPackages(shown: string): IndexedPackage[] {
  return shown.split(/\n\n+/).flatMap((stanza) => {
    const of = (pattern: RegExp): string | undefined => pattern.exec(stanza)?.[1];
    const name = of(/^Package: (\S+)$/m);
    const version = of(/^Version: (\S+)$/m);
    const sha256 = of(/^SHA256: (\S+)$/m) ?? of(/^ ([0-9a-f]{64}) \d+ \S+\.dsc$/m);
    if (name === undefined || version === undefined || sha256 === undefined) return [];
    return [{ name, version, sha256 }];
  });
}
