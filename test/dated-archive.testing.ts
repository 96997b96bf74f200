import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join, normalize } from 'node:path';
import { execa } from 'execa';
import { GUEST_ARCHITECTURE, GUEST_SUITE } from '../harness/machine/image/rootfs.js';

const INDEX = `main/binary-${GUEST_ARCHITECTURE}`;

/** An archive like snapshot.debian.org's, served on the loopback and signed by a key of its own. */
export interface DatedArchive {
  url: string;
  keyring: string;
  /** SHA-256 of its package, and the name apt gives the file. */
  line: string;
  close: () => Promise<void>;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * @param folder an empty folder
 * @param deb a package, of which the archive has another version alone: its own with `~dated` after it
 */
export async function datedArchive(folder: string, deb: string): Promise<DatedArchive> {
  const path = (...names: string[]) => join(folder, ...names);
  const index = `dists/${GUEST_SUITE}/${INDEX}`;
  for (const inner of ['pool', index, 'gnupg']) await mkdir(path(inner), { recursive: true });
  const file = await rebuilt(deb, path('tree'), path('pool'));
  const { stdout: packages } = await execa('dpkg-scanpackages', ['-m', 'pool'], { cwd: folder });
  await writeFile(path(index, 'Packages'), `${packages}\n`);
  await sign(folder, [
    'Origin: Test',
    `Suite: ${GUEST_SUITE}`,
    `Codename: ${GUEST_SUITE}`,
    `Architectures: ${GUEST_ARCHITECTURE}`,
    'Components: main',
    // As in any archive of a day long past.
    'Date: Sat, 01 Jan 2022 00:00:00 UTC',
    'Valid-Until: Sat, 08 Jan 2022 00:00:00 UTC',
    'SHA256:',
    ` ${sha256(Buffer.from(`${packages}\n`))} ${packages.length + 1} ${INDEX}/Packages`,
  ]);
  const server = createServer((request, response) => {
    const stream = createReadStream(path(normalize(decodeURIComponent(request.url ?? '/'))));
    stream.on('error', () => response.writeHead(404).end());
    stream.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    keyring: path('key.gpg'),
    line: `${sha256(await readFile(file))}  ${basename(file)}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The package under an older version, in `pool`. */
async function rebuilt(deb: string, tree: string, pool: string): Promise<string> {
  await execa('dpkg-deb', ['-R', deb, tree]);
  const control = join(tree, 'DEBIAN/control');
  const text = await readFile(control, 'utf8');
  await writeFile(control, text.replace(/^Version: (.*)$/m, 'Version: $1~dated'));
  const file = join(pool, basename(deb).replace(/_([^_]+)_/, '_$1~dated_'));
  await execa('dpkg-deb', ['--root-owner-group', '-b', tree, file]);
  return file;
}

/** InRelease, clear-signed with a key that is made for it. */
async function sign(folder: string, release: readonly string[]): Promise<void> {
  const home = join(folder, 'gnupg');
  await chmod(home, 0o700);
  const gpg = (...argv: string[]) => execa('gpg', ['--homedir', home, '--batch', '--yes', ...argv]);
  const inRelease = join(folder, 'dists', GUEST_SUITE, 'InRelease');
  try {
    await gpg('--passphrase', '', '--quick-gen-key', 'archive@example.org', 'ed25519', 'sign');
    await gpg('--output', join(folder, 'key.gpg'), '--export');
    await writeFile(join(folder, 'release'), `${release.join('\n')}\n`);
    await gpg('--output', inRelease, '--clearsign', join(folder, 'release'));
  } finally {
    await execa('gpgconf', ['--homedir', home, '--kill', 'all'], { reject: false });
  }
}
