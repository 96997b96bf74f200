import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import type { DebianMirror } from './debian.js';
import { sha256File, sha256Folder } from './digest.js';
import { privateApt } from './private-apt.js';
import { recipe } from './recipe.js';
import { makeImage } from './rootfs.js';
import type { Made, Store, Stored } from './store.js';

/** Kernel series that Debian releases ship as cloud kernels: NVMe and ext4 built in, no initrd needed. */
export const DEBIAN_KERNELS: Record<string, string> = {
  '5.10': 'bullseye',
  '6.1': 'bookworm',
  '6.12': 'trixie',
};

/** A kernel as the user names it: a Debian series, or `NAME=BZIMAGE,MODULES`. */
export type KernelSource =
  | { name: string; kind: 'debian'; suite: string }
  | { name: string; kind: 'path'; image: string; modules: string };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** Pure. @throws Failure with the forms that are understood */
export function parseKernel(text: string): KernelSource {
  const isDebian = (name: string): boolean => Object.hasOwn(DEBIAN_KERNELS, name);
  if (isDebian(text)) return { name: text, kind: 'debian', suite: DEBIAN_KERNELS[text] as string };
  const [, name = '', image = '', modules = ''] = /^([^=]+)=([^,]+),(.+)$/.exec(text) ?? [];
  if (NAME.test(name) && !isDebian(name)) {
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

export interface KernelOptions {
  mirror: () => Promise<DebianMirror>;
  signal?: AbortSignal | undefined;
}

/** Fetches a kernel, or takes the user's, and packs its modules into an image of their own. */
export async function obtainKernel(
  store: Store,
  source: KernelSource,
  options: KernelOptions,
): Promise<Stored> {
  if (source.kind === 'debian') {
    const inputs = { suite: source.suite, flavour: 'cloud-amd64', layout: 1 };
    return store.obtain('kernel', source.name, inputs, (folder) => fromDebian(folder, source.suite, options));
  }
  for (const path of [source.image, source.modules]) await mustExist(path);
  const inputs = {
    image: await sha256File(source.image),
    modules: await sha256Folder(source.modules),
    layout: 1,
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
  const apt = await privateApt(work, await options.mirror(), suite, 'deb', options.signal);
  const what = `the cloud kernel of Debian ${suite} could not be fetched`;
  const shown = await apt.run('apt-cache', ['show', 'linux-image-cloud-amd64'], { what });
  // The meta package of the newest version stands first; its first dependency is the kernel itself.
  const image = /^Depends: (linux-image-\S+)/m.exec(shown)?.[1];
  if (image === undefined) throw new Failure({ what, exit: EXIT.prerequisite, tail: shown.slice(0, 400) });
  await apt.run('apt-get', ['download', '-q', image], { cwd: work, what });
  const deb = (await readdir(work)).find((name) => name.endsWith('.deb')) as string;
  const tree = join(folder, 'tree');
  const unpack = recipe({
    deadlineS: 120,
    what: `the package ${deb} could not be unpacked`,
    signal: options.signal,
  });
  await unpack`dpkg-deb -x ${join(work, deb)} ${tree}`;
  // From trixie on packages say usr/lib, which depmod before its own trixie version does not look into.
  if (await exists(join(tree, 'usr/lib/modules'))) await rename(join(tree, 'usr/lib'), join(tree, 'lib'));
  const version = (await readdir(join(tree, 'lib/modules')))[0] as string;
  await copyFile(join(tree, 'boot', `vmlinuz-${version}`), join(folder, 'vmlinuz'));
  const details = {
    source: 'debian',
    suite,
    package: deb,
    packageSha256: await sha256File(join(work, deb)),
    version,
  };
  await rm(work, { recursive: true });
  return pack(folder, tree, version, details, options.signal);
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
  await depmod`PATH=$PATH:/usr/sbin:/sbin depmod -b ${tree} ${version}`;
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
