import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { aptSettings } from '../debian/apt-settings.js';
import { type DebianMirror, type DebianSource, sourceLine, sourcesOf } from '../debian/debian.js';
import type { PinnedArchives } from '../debian/pinned-archives.js';
import { aptWord, pinnedDebs } from '../debian/pinned-package.js';
import { sha256File, sha256Text } from '../files/digest.js';
import { temporaryFolder } from '../files/temporary-folder.js';
import { architectureInputs, HOST_ARCHITECTURE } from '../host/architecture.js';
import { KEYRING } from '../host/host-programs.js';
import { packageRoot } from '../host/places.js';
import { requireRootWay } from '../process/as-root.js';
import { withCleanup } from '../process/cleanup.js';
import { recipe } from '../process/recipe.js';
import { nameDisk } from './boot-sector.js';
import { makeImage } from './ext4-image.js';
import type { Store, Stored } from './store.js';

/** The guest's userland is one Debian release, whatever kernel it runs under. */
export const GUEST_SUITE = 'bookworm';
export const GUEST_ARCHITECTURE = HOST_ARCHITECTURE.debian;

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
  ...[
    'findutils',
    'diffutils',
    'iproute2',
    'ipvsadm',
    'iputils-ping',
    'linux-perf',
    'strace',
    'gdb',
    'bpftrace',
  ],
  ...['openssh-server', 'base-passwd', 'base-files', 'libc-bin', 'systemd'],
  ...['gcc', 'libc6-dev', 'make', 'bison', 'flex', 'pkg-config'],
];

/** Files of packages that no guest needs, as tar's patterns. */
export const LEFT_OUT = [
  './dev/*',
  './usr/share/doc/*',
  './usr/share/man/*',
  './usr/share/locale/*',
  './var/cache/apt/*',
];

/** Fixed, so that two images of the same packages differ in nothing that a guest can see. */
const FILESYSTEM_UUID = '6e65746b-6e65-6500-0000-000000000001';
const SLACK_MB = 192;
/** Goes up whenever the same packages make another tree or image than before. */
const LAYOUT = 3;

const DOWNLOAD_DEADLINE_S = 900;
const LOCAL_DEADLINE_S = 300;

/** Paths of a baked root file system. */
export const rootfsImage = (stored: Stored): string => join(stored.folder, 'root.ext4');
export const rootfsTree = (stored: Stored): string => join(stored.folder, 'tree');

/** The packages of a guest that was baked before, and where they may be had. */
export interface RootfsPin {
  /** Lines of `sha256  NAME_VERSION_ARCHITECTURE.deb`. */
  packages: string;
  archives: PinnedArchives;
}

export interface RootfsOptions {
  /** Read only when there is nothing in the store: a second bake needs no network. */
  mirror: () => Promise<DebianMirror>;
  pin?: RootfsPin | undefined;
  signal?: AbortSignal | undefined;
}

/** What of netknee itself is in every image. Image and tree follow from it and the packages, byte by byte. */
async function ownInputs(): Promise<{ init: string; inputs: Record<string, unknown> }> {
  const init = await readFile(join(packageRoot, 'harness/machine/image/guest-init.sh'), 'utf8');
  const inputs = {
    suite: GUEST_SUITE,
    packages: PACKAGES,
    leftOut: LEFT_OUT,
    init: sha256Text(init),
    layout: LAYOUT,
    ...architectureInputs(HOST_ARCHITECTURE),
  };
  return { init, inputs };
}

/** A guest of a pin has an address of its own: at the ordinary one stands what the mirror had on some day. */
const pinnedInputs = (inputs: Record<string, unknown>, packages: string) => ({
  ...inputs,
  pin: sha256Text(packages),
});

/** The guest of exactly these packages, when it stands in the store, baked from a manifest or by itself. */
export async function findRootfs(store: Store, packages: string): Promise<Stored | undefined> {
  const { inputs } = await ownInputs();
  const ordinary = await store.find('rootfs', GUEST_SUITE, inputs);
  if (ordinary?.artifact.details.packages === packages) return ordinary;
  return store.find('rootfs', GUEST_SUITE, pinnedInputs(inputs, packages));
}

/** Bakes the guest's root file system: a tree to build in, and an ext4 image of it to boot from. */
export async function bakeRootfs(store: Store, options: RootfsOptions): Promise<Stored> {
  const { mirror, pin, signal } = options;
  const cached = pin === undefined ? undefined : await findRootfs(store, pin.packages);
  if (cached !== undefined) return cached;
  const { init, inputs } = await ownInputs();
  const address = pin === undefined ? inputs : pinnedInputs(inputs, pin.packages);
  return store.obtain('rootfs', GUEST_SUITE, address, async (folder) => {
    const debs = pinnedDebs(GUEST_SUITE, pin?.packages ?? '');
    await pin?.archives.require(debs);
    const sources =
      pin === undefined ? sourcesOf(await mirror(), GUEST_SUITE) : await pin.archives.sources(GUEST_SUITE);
    const words = pin === undefined ? PACKAGES : debs.map(aptWord);
    const tree = join(folder, 'tree');
    await mkdir(tree);
    await extractPackages(folder, tree, sources, words, signal);
    const packages = (await readFile(join(tree, 'etc/netknee-packages'), 'utf8')).trim();
    if (pin !== undefined) requireSame(packages, pin.packages);
    await furnish(tree, init);
    const image = await imageOfTree(folder, signal);
    const from = new URL((sources[0] as DebianSource).uri).pathname;
    return {
      sha256: await sha256File(image),
      details: { suite: GUEST_SUITE, mirror: from, packages, init: sha256Text(init), layout: String(LAYOUT) },
    };
  });
}

/** Makes the image of an artifact's tree. @returns its path */
export async function imageOfTree(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const image = join(folder, 'root.ext4');
  await makeImage(join(folder, 'tree'), image, { sizeSlackMb: SLACK_MB, uuid: FILESYSTEM_UUID, signal });
  await nameDisk(image);
  return image;
}

/** The last word on a bake from a manifest: what was unpacked is what was asked for, no file more or less. */
export function requireSame(unpacked: string, pinned: string): void {
  const [ours, theirs] = [unpacked, pinned].map((text) => new Set(text.split('\n'))) as [
    Set<string>,
    Set<string>,
  ];
  const different = [
    ...[...theirs].filter((line) => !ours.has(line)).map((line) => `missing ${line}`),
    ...[...ours].filter((line) => !theirs.has(line)).map((line) => `instead ${line}`),
  ];
  if (different.length === 0) return;
  throw new Failure({
    what: "what was fetched is not the manifest's list of packages; nothing was baked",
    exit: EXIT.prerequisite,
    tail: different.join('\n'),
  });
}

function extractPackages(
  folder: string,
  tree: string,
  from: readonly DebianSource[],
  packages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  return withCleanup(async (cleanup) => {
    // mmdebstrap keeps keys and its tree there, some of it as another user, who must reach it.
    const temporary = await temporaryFolder('mmdebstrap', cleanup, 0o755);
    await extractInto(folder, tree, temporary, from, packages, signal);
  });
}

async function extractInto(
  folder: string,
  tree: string,
  temporary: string,
  from: readonly DebianSource[],
  packages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const sources = join(folder, 'sources.list');
  const tar = join(folder, 'root.tar');
  await writeFile(sources, `${from.map((source) => sourceLine(source, 'deb')).join('\n')}\n`);
  const settings = join(folder, 'apt.conf');
  await writeFile(settings, `${(await aptSettings()).configuration.join('\n')}\n`);
  const mode = (await requireRootWay()) === 'user namespace' ? 'unshare' : 'root';
  const record =
    '--extract-hook=cd "$1/var/cache/apt/archives" && sha256sum *.deb > "$1/etc/netknee-packages"';
  const download = recipe({
    deadlineS: DOWNLOAD_DEADLINE_S,
    what: `the guest's packages could not be fetched from ${from[0]?.uri}`,
    remedy:
      mode === 'unshare'
        ? 'Check the mirror, that the package uidmap is installed, and that your user has ranges in /etc/subuid and /etc/subgid.'
        : 'Check that the mirror can be reached from here and that the disk has 3 GB free.',
    signal,
  });
  // The archive goes through a pipe: in unshare mode mmdebstrap may not write into the user's folder.
  await download`env TMPDIR=${temporary} mmdebstrap --mode=${mode} --format=tar --variant=extract --keyring=${KEYRING} --include=${packages.join(',')} --aptopt=${settings} ${record} ${GUEST_SUITE} - - < ${sources} > ${tar}`;
  const unpack = recipe({
    deadlineS: LOCAL_DEADLINE_S,
    what: "the guest's packages could not be unpacked",
    signal,
  });
  const leftOut = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  await unpack`tar -C ${tree} --no-same-owner --same-permissions ${leftOut} -xf ${tar}`;
  await rm(tar);
  await rm(sources);
  await rm(settings);
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
    'sbin',
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
  // Where packages came from, and through which proxy, is this machine's matter too.
  await writeFile(at('etc/apt/sources.list'), '');
  await rm(at('etc/apt/apt.conf.d/99mmdebstrap'), { force: true });
  await writeFile(at('sbin/netknee-init'), init, { mode: 0o755 });
}
