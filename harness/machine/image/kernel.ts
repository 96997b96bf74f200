import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isName, isPath } from '../../design/name.js';
import { EXIT, Failure } from '../../failure.js';
import type { DebianMirror } from '../debian/debian.js';
import { type PinnedArchives, requireDigest } from '../debian/pinned-archives.js';
import { aptWord, type PinnedPackage } from '../debian/pinned-package.js';
import { type PrivateApt, privateApt } from '../debian/private-apt.js';
import { sha256File, sha256Folder } from '../files/digest.js';
import { HOST_ARCHITECTURE } from '../host/architecture.js';
import { recipe } from '../process/recipe.js';
import { makeImage } from './ext4-image.js';
import type { Made, Store, Stored } from './store.js';

/** Kernel series that Debian releases ship as cloud kernels: NVMe and ext4 built in, no initrd needed. `newest` goes with time. */
export const DEBIAN_KERNELS: Record<string, string> = {
  '5.10': 'bullseye',
  '6.1': 'bookworm',
  '6.12': 'trixie',
  newest: 'trixie-backports',
};

/** A kernel as the user names it: a Debian series, or `NAME=BZIMAGE,MODULES`. */
export type KernelSource =
  | { name: string; kind: 'debian'; suite: string }
  | { name: string; kind: 'path'; image: string; modules: string };

/** Pure. @throws Failure with the forms that are understood */
export function parseKernel(text: string): KernelSource {
  const isDebian = (name: string): boolean => Object.hasOwn(DEBIAN_KERNELS, name);
  if (isDebian(text)) return { name: text, kind: 'debian', suite: DEBIAN_KERNELS[text] as string };
  const [, name = '', image = '', modules = ''] = /^([^=]+)=([^,]+),(.+)$/.exec(text) ?? [];
  if (isName(name) && isPath(image) && isPath(modules) && !isDebian(name)) {
    return { name, kind: 'path', image: resolve(image), modules: resolve(modules) };
  }
  throw new Failure({
    what: `"${text}" is not a kernel netknee knows`,
    exit: EXIT.usage,
    remedy: `Say one of ${Object.keys(DEBIAN_KERNELS).join(', ')}, or NAME=path/to/bzImage,path/to/lib/modules/VERSION.`,
  });
}

export const kernelImage = (stored: Stored): string => join(stored.folder, 'vmlinuz');
export const modulesImage = (stored: Stored): string => join(stored.folder, 'modules.ext4');

const MODULES_UUID = '6e65746b-6e65-6500-0000-000000000002';

/** The package of a kernel that was fetched before, the others that it was in, and where they may be had. */
export interface KernelPin {
  package: PinnedPackage;
  parts: PinnedPackage[];
  archives: PinnedArchives;
}

export interface KernelOptions {
  mirror: () => Promise<DebianMirror>;
  pin?: KernelPin | undefined;
  signal?: AbortSignal | undefined;
}

/** Goes up whenever the same package or files make another image of modules than before. */
const LAYOUT = 2;

const FLAVOUR = HOST_ARCHITECTURE.kernelFlavour;

const debianInputs = (suite: string) => ({ suite, flavour: FLAVOUR, layout: LAYOUT });

/** A kernel of a pin has an address of its own: at the ordinary one stands what the mirror had on some day. */
const pinnedInputs = (suite: string, { sha256 }: PinnedPackage) => ({ ...debianInputs(suite), pin: sha256 });

/** The kernel of exactly this package, when it stands in the store, from a manifest or by itself. */
export async function findKernel(
  store: Store,
  { name, suite }: Extract<KernelSource, { kind: 'debian' }>,
  pinned: PinnedPackage,
): Promise<Stored | undefined> {
  const ordinary = await store.find('kernel', name, debianInputs(suite));
  if (ordinary?.artifact.details.packageSha256 === pinned.sha256) return ordinary;
  return store.find('kernel', name, pinnedInputs(suite, pinned));
}

/** Some kernel of Debian's that was fetched before, to see whether it boots; undefined when the store has none. */
export async function anyKernel(store: Store): Promise<Stored | undefined> {
  const kernels = await store.all('kernel');
  return kernels.find(({ artifact }) => artifact.details.source === 'debian');
}

/** Fetches a kernel, or takes the user's, and packs its modules into an image of their own. */
export async function obtainKernel(
  store: Store,
  source: KernelSource,
  options: KernelOptions,
): Promise<Stored> {
  if (source.kind === 'debian') {
    const { pin } = options;
    const cached = pin === undefined ? undefined : await findKernel(store, source, pin.package);
    if (cached !== undefined) return cached;
    const inputs = pin === undefined ? debianInputs(source.suite) : pinnedInputs(source.suite, pin.package);
    return store.obtain('kernel', source.name, inputs, (folder) => fromDebian(folder, source.suite, options));
  }
  for (const path of [source.image, source.modules]) await mustExist(path);
  const inputs = {
    image: await sha256File(source.image),
    modules: await sha256Folder(source.modules),
    layout: LAYOUT,
  };
  return store.obtain('kernel', source.name, inputs, async (folder) => {
    const version = source.modules.split('/').pop() as string;
    const tree = join(folder, 'tree');
    await mkdir(join(tree, 'lib/modules'), { recursive: true });
    await cp(source.modules, join(tree, 'lib/modules', version), { recursive: true, verbatimSymlinks: true });
    await copyFile(source.image, join(folder, 'vmlinuz'));
    return pack(folder, tree, version, { source: 'path', version }, options.signal);
  });
}

async function fromDebian(folder: string, suite: string, options: KernelOptions): Promise<Made> {
  const work = await mkdtemp(join(folder, 'apt-'));
  const what = `the cloud kernel of Debian ${suite} could not be fetched`;
  const { apt, word } =
    options.pin === undefined
      ? await newest(work, suite, what, options)
      : await options.pin.archives.reach(options.pin.package);
  const pinned = options.pin?.parts ?? [];
  const parts = pinned.length > 0 ? pinned.map(aptWord) : await partsOf(apt, word, what);
  await apt.run('apt-get', ['download', '-q', word, ...parts], {
    cwd: work,
    what,
  });
  const debs = (await readdir(work)).filter((name) => name.endsWith('.deb')).sort();
  const deb = debs.find((name) => name.startsWith('linux-image-')) as string;
  if (options.pin !== undefined) {
    await requireDigest(options.pin.package, join(work, deb));
    for (const part of pinned) {
      await requireDigest(part, join(work, debs.find((one) => one.startsWith(`${part.name}_`)) ?? ''));
    }
  }
  const tree = join(folder, 'tree');
  const unpack = recipe({
    deadlineS: 120,
    what: `the packages ${debs.join(', ')} could not be unpacked`,
    signal: options.signal,
  });
  for (const one of debs) await unpack`dpkg-deb -x ${join(work, one)} ${tree}`;
  // From trixie on packages say usr/lib, which depmod before its own trixie version does not look into.
  if (await exists(join(tree, 'usr/lib/modules'))) await rename(join(tree, 'usr/lib'), join(tree, 'lib'));
  const version = (await readdir(join(tree, 'lib/modules')))[0] as string;
  const own = join(tree, 'lib/modules', version, 'vmlinuz');
  await copyFile(
    (await exists(own)) ? own : join(tree, 'boot', `vmlinuz-${version}`),
    join(folder, 'vmlinuz'),
  );
  const details = {
    source: 'debian',
    suite,
    package: deb,
    ...(debs.length > 1 && {
      parts: await digestLines(
        work,
        debs.filter((one) => one !== deb),
      ),
    }),
    packageSha256: await sha256File(join(work, deb)),
    version,
  };
  await rm(work, { recursive: true });
  return pack(folder, tree, version, details, options.signal);
}

/** `sha256  NAME_VERSION_ARCHITECTURE.deb`, as of the guest's packages. */
async function digestLines(folder: string, files: string[]): Promise<string> {
  const digests = await Promise.all(files.map((file) => sha256File(join(folder, file))));
  return files.map((file, i) => `${digests[i]}  ${file}`).join('\n');
}

/** From Linux 7 on the package of a kernel is empty, and what was in it stands in others: each at one version with it. */
async function partsOf(apt: PrivateApt, word: string, what: string): Promise<string[]> {
  const shown = await apt.run('apt-cache', ['show', word], { what });
  const depends = /^Depends: (.*)$/m.exec(shown)?.[1] ?? '';
  return [...depends.matchAll(/(linux-(?:base|binary|modules)-[^ ,]+) \(= ([^)]+)\)/g)].map(
    ([, name, version]) => `${name}=${version}`,
  );
}

/** The newest kernel of a suite: its package as apt is asked for it. */
async function newest(
  work: string,
  suite: string,
  what: string,
  options: KernelOptions,
): Promise<{ apt: PrivateApt; word: string }> {
  const apt = await privateApt(work, await options.mirror(), suite, 'deb', options.signal);
  const shown = await apt.run('apt-cache', ['show', `linux-image-${FLAVOUR}`], { what });
  // The meta package of the newest version stands first; one of its dependencies is the kernel itself.
  const word = /^Depends: (?:.*, )?(linux-image-[^ ,]+)/m.exec(shown)?.[1];
  if (word === undefined) throw new Failure({ what, exit: EXIT.prerequisite, tail: shown.slice(0, 400) });
  return { apt, word };
}

/** The image holds what stands under lib/modules; the guest mounts it there. */
async function pack(
  folder: string,
  tree: string,
  version: string,
  details: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const depmod = recipe({
    deadlineS: 120,
    what: `depmod failed on the modules of ${version}`,
    remedy: 'Install the package kmod.',
    signal,
  });
  await depmod`depmod -b ${tree} ${version}`;
  const image = join(folder, 'modules.ext4');
  await makeImage(join(tree, 'lib/modules'), image, { sizeSlackMb: 16, uuid: MODULES_UUID, signal });
  await rm(tree, { recursive: true });
  return {
    sha256: await sha256File(join(folder, 'vmlinuz')),
    details: { ...details, modulesSha256: await sha256File(image) },
  };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function mustExist(path: string): Promise<void> {
  if (await exists(path)) return;
  throw new Failure({
    what: `${path} does not exist`,
    exit: EXIT.usage,
    remedy: 'Check the path given to --kernel.',
  });
}
