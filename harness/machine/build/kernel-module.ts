import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { DebianMirror } from '../debian/debian.js';
import { privateApt } from '../debian/private-apt.js';
import { sha256File, sha256Text } from '../files/digest.js';
import { rootfsTree } from '../image/rootfs.js';
import type { Store, Stored } from '../image/store.js';
import { runInRootfs } from '../process/as-root.js';
import { recipe } from '../process/recipe.js';

export interface ModuleRequest {
  /** A C source; the module is called as it is. */
  source: string;
  /** A kernel of Debian, as it was fetched. */
  kernel: Stored;
  /** The baked guest, whose compiler builds it. */
  rootfs: Stored;
  mirror: () => Promise<DebianMirror>;
  signal?: AbortSignal | undefined;
}

const BUILD_DEADLINE_S = 180;

export const modulePath = (stored: Stored): string => join(stored.folder, `${nameOf(stored)}.ko`);

const nameOf = ({ artifact }: Stored): string => artifact.details.module as string;

/**
 * Builds a kernel module in the baked guest's tree, against the headers of exactly that kernel. It is not signed.
 * @throws Failure (prerequisite) when the kernel is not Debian's or its headers can't be had
 */
export async function buildModule(store: Store, request: ModuleRequest): Promise<Stored> {
  const { source, kernel, rootfs } = request;
  const module = basename(source, '.c');
  const { version = '', suite } = kernel.artifact.details;
  const packageVersion = kernel.artifact.details.package?.split('_')[1];
  if (suite === undefined || packageVersion === undefined) {
    throw new Failure({
      what: `there are no headers to build ${module} with for kernel ${kernel.artifact.name}`,
      exit: EXIT.prerequisite,
      remedy: "Take one of Debian's kernels to measure what this module does.",
    });
  }
  const inputs = {
    source: sha256Text(await readFile(source)),
    kernel: kernel.artifact.inputsSha256,
    version: packageVersion,
    rootfs: rootfs.artifact.inputsSha256,
  };
  return store.obtain('module', `${module}-${kernel.artifact.name}`, inputs, async (folder) => {
    const headers = `linux-headers-${version}`;
    const packages = await fetchHeaders(folder, { ...request, suite, headers, packageVersion });
    await compile(folder, headers, source, request);
    const made = join(folder, `${module}.ko`);
    await copyFile(join(folder, 'tree/module', `${module}.ko`), made);
    await rm(join(folder, 'tree'), { recursive: true });
    return {
      sha256: await sha256File(made),
      details: { module, source: basename(source), kernel: version, packages },
    };
  });
}

/** Unpacks a kernel's headers and what they depend on. @returns the names of the packages, a line each */
async function fetchHeaders(
  folder: string,
  {
    suite,
    headers,
    packageVersion,
    mirror,
    signal,
  }: ModuleRequest & Record<'suite' | 'headers' | 'packageVersion', string>,
): Promise<string> {
  const work = await mkdtemp(join(folder, 'apt-'));
  const what = `the headers of ${headers.replace('linux-headers-', 'kernel ')} could not be fetched`;
  const apt = await privateApt(work, await mirror(), suite, 'deb', signal);
  const shown = await apt.run('apt-cache', ['show', `${headers}=${packageVersion}`], { what });
  const needed = /^Depends: (.*)$/m.exec(shown)?.[1] ?? '';
  // The compiler that Debian built the kernel with is not needed: the guest's own builds the module.
  const words = [...needed.matchAll(/(linux-(?:headers|kbuild)-[^ ,]+)(?: \(= ([^)]+)\))?/g)].map(
    ([, name, version]) => (version === undefined ? name! : `${name}=${version}`),
  );
  await apt.run('apt-get', ['download', '-q', `${headers}=${packageVersion}`, ...words], { cwd: work, what });
  const debs = (await readdir(work)).filter((name) => name.endsWith('.deb')).sort();
  const unpack = recipe({ deadlineS: 120, what: `${headers} could not be unpacked`, signal });
  for (const deb of debs) await unpack`dpkg-deb -x ${join(work, deb)} ${join(folder, 'tree')}`;
  await rm(work, { recursive: true });
  return debs.join('\n');
}

async function compile(
  folder: string,
  headers: string,
  source: string,
  { rootfs, signal }: ModuleRequest,
): Promise<void> {
  const tree = join(folder, 'tree');
  const makefile = join(tree, 'usr/src', headers, 'Makefile');
  // The packages expect to stand in the root folder; here they stand in /build.
  const text = await readFile(makefile, 'utf8');
  await rm(makefile);
  await writeFile(makefile, text.replaceAll('/usr/src/', '/build/usr/src/'));
  await mkdir(join(tree, 'module'));
  await copyFile(source, join(tree, 'module', basename(source)));
  await writeFile(join(tree, 'module/Kbuild'), `obj-m := ${basename(source, '.c')}.o\n`);
  // The guest's packages are unpacked, not configured: none of them has made the link that says which awk is awk.
  await mkdir(join(tree, 'bin'));
  await symlink('/usr/bin/mawk', join(tree, 'bin/awk'));
  const make = [
    'env',
    'PATH=/build/bin:/usr/bin:/bin',
    'make',
    '-C',
    `/build/usr/src/${headers}`,
    'M=/build/module',
    'CC=gcc',
    'modules',
  ];
  await runInRootfs(rootfsTree(rootfs), tree, make, {
    deadlineS: BUILD_DEADLINE_S,
    what: `${basename(source)} could not be compiled against ${headers}`,
    // No lack of this machine's: the headers are there.
    exit: EXIT.internal,
    signal,
  });
}
