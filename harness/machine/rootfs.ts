import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asRootPrefix } from './as-root.js';
import { type DebianMirror, KEYRING, proxyOptions, sourceLines } from './debian.js';
import { sha256File, sha256Text } from './digest.js';
import { packageRoot } from './places.js';
import { recipe } from './recipe.js';
import type { Store, Stored } from './store.js';

/** The guest's userland is one Debian release, whatever kernel it runs under. */
export const GUEST_SUITE = 'bookworm';

/** What a guest needs to run a trial, and what its tools are built with: one tree serves both. */
const PACKAGES = [
  ...[
    'dash',
    'bash',
    'coreutils',
    'util-linux',
    'mount',
    'kmod',
    'procps',
    'grep',
    'sed',
    'mawk',
    'tar',
    'gzip',
  ],
  ...['findutils', 'diffutils', 'iproute2', 'ipvsadm', 'iputils-ping', 'linux-perf', 'strace', 'gdb'],
  ...['openssh-server', 'base-passwd', 'base-files', 'libc-bin'],
  ...['gcc', 'libc6-dev', 'make', 'bison', 'flex', 'pkg-config'],
];

const LEFT_OUT = [
  './dev/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
  './var/cache/apt/*',
];

/** Fixed, so that two images of the same packages differ in nothing that a guest can see. */
const FILESYSTEM_UUID = '6e65746b-6e65-6500-0000-000000000001';
const SLACK_MB = 192;

const DOWNLOAD_DEADLINE_S = 900;
const LOCAL_DEADLINE_S = 300;

/** Paths of a baked root file system. */
export const rootfsImage = (stored: Stored): string => join(stored.folder, 'root.ext4');
export const rootfsTree = (stored: Stored): string => join(stored.folder, 'tree');

export interface RootfsOptions {
  /** Read only when there is nothing in the store: a second bake needs no network. */
  mirror: () => Promise<DebianMirror>;
  signal?: AbortSignal | undefined;
}

/** Bakes the guest's root file system: a tree to build in, and an ext4 image of it to boot from. */
export async function bakeRootfs(store: Store, options: RootfsOptions): Promise<Stored> {
  const initPath = join(packageRoot, 'harness/machine/guest-init.sh');
  const init = await readFile(initPath, 'utf8');
  const inputs = {
    suite: GUEST_SUITE,
    packages: PACKAGES,
    leftOut: LEFT_OUT,
    init: sha256Text(init),
    layout: 1,
  };
  return store.obtain('rootfs', GUEST_SUITE, inputs, async (folder) => {
    const mirror = await options.mirror();
    const tree = join(folder, 'tree');
    await mkdir(tree);
    await extractPackages(folder, tree, mirror, options.signal);
    await furnish(tree, init);
    const image = join(folder, 'root.ext4');
    await makeImage(tree, image, { sizeSlackMb: SLACK_MB, uuid: FILESYSTEM_UUID, signal: options.signal });
    const packages = await readFile(join(tree, 'etc/netknee-packages'), 'utf8');
    return {
      sha256: await sha256File(image),
      details: { suite: GUEST_SUITE, mirror: new URL(mirror.main).pathname, packages: packages.trim() },
    };
  });
}

async function extractPackages(
  folder: string,
  tree: string,
  mirror: DebianMirror,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sources = join(folder, 'sources.list');
  const tar = join(folder, 'root.tar');
  await writeFile(sources, `${sourceLines(mirror, GUEST_SUITE, 'deb').join('\n')}\n`);
  const proxies = (await proxyOptions()).map((option) => `--aptopt=${option}`);
  const mode = process.getuid?.() === 0 ? 'root' : 'unshare';
  const record =
    '--extract-hook=cd "$1/var/cache/apt/archives" && sha256sum *.deb > "$1/etc/netknee-packages"';
  const download = recipe({
    deadlineS: DOWNLOAD_DEADLINE_S,
    what: `the guest's packages could not be fetched from ${mirror.main}`,
    remedy:
      mode === 'unshare'
        ? 'Check the mirror, that the package uidmap is installed, and that your user has ranges in /etc/subuid and /etc/subgid.'
        : 'Check that the mirror can be reached from here and that the disk has 3 GB free.',
    signal,
  });
  // The archive goes through a pipe: in unshare mode mmdebstrap may not write into the user's folder.
  await download`mmdebstrap --mode=${mode} --format=tar --variant=extract --keyring=${KEYRING} --include=${PACKAGES.join(',')} ${proxies} ${record} ${GUEST_SUITE} - - < ${sources} > ${tar}`;
  const unpack = recipe({
    deadlineS: LOCAL_DEADLINE_S,
    what: "the guest's packages could not be unpacked",
    signal,
  });
  const leftOut = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  await unpack`tar -C ${tree} --no-same-owner ${leftOut} -xf ${tar}`;
  await rm(tar);
  await rm(sources);
}

/** What the packages' own maintainer scripts would have made, and netknee's init. */
async function furnish(tree: string, init: string): Promise<void> {
  const at = (path: string) => join(tree, path);
  for (const inner of [
    'build',
    'dev',
    'proc',
    'sys',
    'run',
    'tmp',
    'mnt',
    'root',
    'lib/modules',
    'etc/ssh',
    'var/lib',
  ]) {
    await mkdir(at(inner), { recursive: true });
  }
  // Debian's ip uses /run/netns, upstream builds /var/run/netns: they must be one folder.
  await rm(at('var/run'), { recursive: true, force: true });
  await symlink('../run', at('var/run'));
  await writeFile(at('dev/null'), '');
  const passwd = await readFile(at('usr/share/base-passwd/passwd.master'), 'utf8');
  const group = await readFile(at('usr/share/base-passwd/group.master'), 'utf8');
  const withShell = passwd.replace(/^root:.*$/m, 'root:*:0:0:root:/root:/bin/bash');
  await writeFile(at('etc/passwd'), `${withShell}sshd:*:100:65534::/run/sshd:/usr/sbin/nologin\n`);
  await writeFile(at('etc/group'), group);
  // mmdebstrap copies these two from the machine it runs on.
  await writeFile(at('etc/hostname'), 'netknee\n');
  await writeFile(at('etc/resolv.conf'), '');
  await writeFile(at('sbin/netknee-init'), init, { mode: 0o755 });
}

/** An ext4 image of a folder, everything in it owned by root; made without mounting anything. */
export async function makeImage(
  folder: string,
  image: string,
  options: { sizeSlackMb: number; uuid: string; signal?: AbortSignal | undefined },
): Promise<void> {
  const make = recipe({
    deadlineS: LOCAL_DEADLINE_S,
    what: `the image ${image} could not be made`,
    remedy: 'Check the free space of the cache folder (df) and that e2fsprogs is installed.',
    signal: options.signal,
  });
  const usedKb = Number((await make`du -sk --apparent-size ${folder} | cut -f1`).trim());
  const files = Number((await make`find ${folder} | wc -l`).trim());
  // A file takes half a block more than its size on average, and an inode of 256 bytes.
  const sizeMb = Math.ceil((usedKb + files * 3) / 1024) + options.sizeSlackMb;
  const asRoot = asRootPrefix(process.getuid?.() ?? 0);
  await make`${asRoot} mke2fs -q -t ext4 -O ^has_journal,^metadata_csum -U ${options.uuid} -E hash_seed=${options.uuid},root_owner=0:0 -d ${folder} ${image} ${sizeMb}M`;
}
