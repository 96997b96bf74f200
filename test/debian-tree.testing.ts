import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { aptSettings } from '../harness/machine/debian/apt-settings.js';
import { debianMirror, sourceLines } from '../harness/machine/debian/debian.js';
import { temporaryFolder } from './netknee.testing.js';

/** Where a tree has the certificates that this machine's npm trusts, when it needs some besides those of Node. */
export const CERTIFICATES = '/etc/netknee-certificates.pem';

/** What a process in such a tree needs in its environment to reach the npm registry as this machine does. */
export const registryEnvironment = (): Record<string, string> =>
  process.env.NODE_EXTRA_CA_CERTS === undefined ? {} : { NODE_EXTRA_CA_CERTS: CERTIFICATES };

/**
 * A minimal machine of a Debian release, as an image of an engine has it, with this machine's way to packages. Needs root.
 * @param include packages besides apt's own
 * @param to a tar file or a folder that is made
 */
export async function debianTree(suite: string, include: readonly string[], to: string): Promise<void> {
  const work = await mkdtemp(join(await temporaryFolder(), 'tree-'));
  const sources = join(work, 'sources.list');
  const mirror = await debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });
  await writeFile(sources, `${sourceLines(mirror, suite, 'deb').join('\n')}\n`);
  const { configuration } = await aptSettings();
  const settings = join(work, 'apt.conf');
  await writeFile(settings, `${configuration.join('\n')}\n`);
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  const hooks: string[] = [];
  if (certificates !== undefined) {
    const copy = join(work, 'certificates.pem');
    await copyFile(certificates, copy);
    hooks.push(`--customize-hook=cp "${copy}" "$1${CERTIFICATES}" && chmod 644 "$1${CERTIFICATES}"`);
  }
  const words = include.length === 0 ? [] : [`--include=${include.join(',')}`];
  const argv = ['--variant=apt', `--aptopt=${settings}`, ...words, ...hooks, suite, to, sources];
  // Whatever ends it, what it mounts into the tree goes with it: a tree that is removed has nothing of this machine in it.
  const alone = ['--mount', '--fork', '--kill-child', '--', 'mmdebstrap', ...argv];
  await execa('unshare', alone, { timeout: 900_000, stdin: 'ignore' });
}
