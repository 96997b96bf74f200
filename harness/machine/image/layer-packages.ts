import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { DebianMirror } from '../debian/debian.js';
import { type PinnedArchives, requireDigest } from '../debian/pinned-archives.js';
import { aptWord, type PinnedPackage } from '../debian/pinned-package.js';
import { privateApt } from '../debian/private-apt.js';
import { sha256File } from '../files/digest.js';

/** Of the common tree, whose packages are unpacked alone: those whose scripts make what every shell script counts on. */
const ALWAYS = ['mawk'];

/**
 * Downloads packages and what they depend on beyond the common tree.
 * @param common what the common tree has, which stays at its versions as far as the archive allows it
 * @param work an empty folder for apt
 * @returns files of .debs, in the order of their names
 */
export async function downloadLayer(
  work: string,
  { scenario, packages: names }: { scenario: string; packages: readonly string[] },
  common: readonly PinnedPackage[],
  mirror: DebianMirror,
  suite: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const apt = await privateApt(work, mirror, suite, 'deb', signal);
  const what = `the packages ${names.join(', ')} of ${scenario} can't be had from ${mirror.main}`;
  const shown = await apt.run('apt-cache', ['show', '--no-all-versions', ...common.map(({ name }) => name)], {
    what,
  });
  await writeFile(join(work, 'status'), statusOf(common, stanzasByName(shown)));
  // Those that are named and there already are unpacked once more, so that their scripts are run too.
  const options = ['-y', '-q', '--reinstall', '--no-install-recommends', '--download-only'];
  const words = [...new Set([...ALWAYS, ...names])];
  try {
    await apt.run('apt-get', ['install', ...options, '-o', 'Debug::NoLocking=true', ...words], { what });
  } catch (error) {
    if (!(error instanceof Failure) || !/Unable to locate package/.test(error.details.tail ?? ''))
      throw error;
    const remedy = `Name packages of Debian ${suite} in \`packages\` of the scenario (apt-cache policy NAME).`;
    throw new Failure({ ...error.details, remedy });
  }
  return debsIn(join(work, 'cache/archives'));
}

/** Downloads exactly these packages. @throws Failure when one can't be had, or is another file */
export async function downloadPinned(
  work: string,
  pinned: readonly PinnedPackage[],
  archives: PinnedArchives,
): Promise<string[]> {
  await archives.require(pinned);
  await mkdir(work, { recursive: true });
  for (const one of pinned) {
    const { apt } = await archives.reach(one);
    const what = `${one.name} could not be fetched`;
    await apt.run('apt-get', ['download', '-q', aptWord(one)], { cwd: work, what });
  }
  const debs = await debsIn(work);
  for (const one of pinned) {
    const file = debs.find((path) => path.slice(work.length + 1).startsWith(`${one.name}_`));
    await requireDigest(one, file ?? '');
  }
  return debs;
}

/** Pure: dpkg's database of packages that are installed, as far as apt resolves dependencies by it. */
function statusOf(installed: readonly PinnedPackage[], stanzas: ReadonlyMap<string, string>): string {
  return installed
    .map(({ name, version }) => {
      const stanza = stanzas.get(name) ?? `Package: ${name}\nArchitecture: all\nVersion: ${version}`;
      return stanza
        .replace(/^Version: .*$/m, `Version: ${version}`)
        .replace(/^Package: .*$/m, (line) => `${line}\nStatus: install ok installed`);
    })
    .map((stanza) => `${stanza}\n\n`)
    .join('');
}

const stanzasByName = (shown: string): Map<string, string> =>
  new Map(
    shown
      .split(/\n\n+/)
      .filter((stanza) => stanza !== '')
      .map((stanza) => [/^Package: (\S+)$/m.exec(stanza)?.[1] ?? '', stanza.trimEnd()]),
  );

async function debsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.deb'))
    .sort()
    .map((name) => join(folder, name));
}

/** Lines of `sha256  NAME_VERSION_ARCHITECTURE.deb`, as a manifest has them. */
export async function packageLines(debs: readonly string[]): Promise<string> {
  if (debs.length === 0) {
    throw new Failure({ what: 'no package was downloaded for a scenario', exit: EXIT.prerequisite });
  }
  const lines = [];
  for (const deb of debs) lines.push(`${await sha256File(deb)}  ${deb.slice(deb.lastIndexOf('/') + 1)}`);
  return lines.join('\n');
}
