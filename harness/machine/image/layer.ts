import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type PinnedPackage, pinnedDebs } from '../debian/pinned-package.js';
import { sha256File, sha256Text } from '../files/digest.js';
import { packageRoot } from '../host/places.js';
import { requireRootWay } from '../process/as-root.js';
import { exec } from '../process/exec.js';
import { rootPrefix } from '../process/root-access.js';
import { downloadLayer, downloadPinned, packageLines } from './layer-packages.js';
import { GUEST_SUITE, imageOfTree, LEFT_OUT, type RootfsOptions, requireSame, rootfsTree } from './rootfs.js';
import type { Made, Store, Stored } from './store.js';

/** The packages of a scenario, over the tree that every guest has. */
export interface Layer {
  scenario: string;
  /** Names of Debian packages. */
  packages: readonly string[];
  over: Stored;
}

/** What begins the name of a layer's artifact; the scenario's name follows. */
export const LAYER_PREFIX = `${GUEST_SUITE}+`;

const SCRIPTS = ['harness/machine/image/unpack-package.sh', 'harness/machine/image/configure-packages.sh'];
/** Goes up whenever the same packages make another tree or image than before. */
const LAYOUT = 1;
const DEADLINE_S = 600;

async function inputsOf({ packages, over }: Layer) {
  const texts = await Promise.all(SCRIPTS.map((path) => readFile(join(packageRoot, path), 'utf8')));
  return {
    packages: [...packages].sort(),
    over: { inputs: over.artifact.inputsSha256, sha256: over.artifact.sha256 },
    scripts: texts.map((text) => sha256Text(text)),
    leftOut: LEFT_OUT,
    layout: LAYOUT,
  };
}

const nameOf = ({ scenario }: Layer): string => `${LAYER_PREFIX}${scenario}`;

/** A layer of a pin has an address of its own, as a guest of one has. */
const pinned = (inputs: object, packages: string) => ({ ...inputs, pin: sha256Text(packages) });

/** The layer of exactly these packages, when it stands in the store. */
export async function findLayer(store: Store, layer: Layer, packages: string): Promise<Stored | undefined> {
  const inputs = await inputsOf(layer);
  const ordinary = await store.find('rootfs', nameOf(layer), inputs);
  if (ordinary?.artifact.details.packages === packages) return ordinary;
  return store.find('rootfs', nameOf(layer), pinned(inputs, packages));
}

/**
 * The common tree with a scenario's packages, and an image of both: what is built in the common one, and every other scenario, stays as
 * it is. Their maintainer scripts are run, so that alternatives are there. The same packages make the same bytes.
 * @throws Failure when a package can't be had, or a script of one fails
 */
export async function bakeLayer(store: Store, layer: Layer, options: RootfsOptions): Promise<Stored> {
  const { pin } = options;
  const standing = pin === undefined ? undefined : await findLayer(store, layer, pin.packages);
  if (standing !== undefined) return standing;
  const inputs = await inputsOf(layer);
  const address = pin === undefined ? inputs : pinned(inputs, pin.packages);
  return store.obtain('rootfs', nameOf(layer), address, (folder) => make(folder, layer, options));
}

async function make(folder: string, layer: Layer, options: RootfsOptions): Promise<Made> {
  const { pin, mirror, signal } = options;
  const { details, sha256 } = layer.over.artifact;
  const common = pinnedDebs(GUEST_SUITE, details.packages as string);
  const work = join(folder, 'apt');
  await mkdir(work);
  const debs =
    pin === undefined
      ? await downloadLayer(work, layer, common, await mirror(), GUEST_SUITE, signal)
      : await downloadPinned(work, pinnedDebs(GUEST_SUITE, pin.packages), pin.archives);
  const packages = await packageLines(debs);
  if (pin !== undefined) requireSame(packages, pin.packages);
  const tree = join(folder, 'tree');
  await run(['cp', '-a', '--reflink=auto', rootfsTree(layer.over), tree], layer, signal);
  await unpack(tree, debs, common, layer, signal);
  const way = await requireRootWay();
  const how = way === 'plain chroot' ? 'copy' : 'mount';
  await run([...rootPrefix(way), 'sh', script(1), how, tree], layer, signal);
  await rm(work, { recursive: true });
  const image = await imageOfTree(folder, signal);
  return {
    sha256: await sha256File(image),
    details: {
      suite: GUEST_SUITE,
      named: layer.packages.join(' '),
      packages,
      over: sha256,
      init: details.init ?? '',
      layout: String(LAYOUT),
    },
  };
}

const script = (index: number): string => join(packageRoot, SCRIPTS[index] as string);

/** Puts the packages into the tree and into its dpkg's database, beside what stands there already. */
async function unpack(
  tree: string,
  debs: readonly string[],
  common: readonly PinnedPackage[],
  layer: Layer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const status = join(tree, 'var/lib/dpkg/status');
  const files = pinnedDebs(GUEST_SUITE, await packageLines(debs));
  const others = common.filter(({ name }) => !files.some((one) => one.name === name));
  // dpkg is asked for no more than what is installed at which version: dependencies were apt's matter.
  await appendFile(status, others.map(installedStanza).join(''));
  for (const [i, deb] of debs.entries()) {
    const field = async (name: string) =>
      (await run(['dpkg-deb', '--field', deb, name], layer, signal)).trim();
    const info = (await field('Multi-Arch')) === 'same' ? `:${files[i]?.architecture}` : '';
    const words = ['sh', script(0), deb, tree, `${files[i]?.name}${info}`, ...LEFT_OUT];
    const control = await run(words, layer, signal);
    const unpacked = control.trimEnd().replace(/^Package: .*$/m, '$&\nStatus: install ok unpacked');
    await appendFile(status, `${unpacked}\n\n`);
  }
}

const installedStanza = ({ name, version, architecture }: PinnedPackage): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: ${architecture}\nVersion: ${version}\n` +
  `Maintainer: Debian\nDescription: of the common tree\n\n`;

function run(
  words: string[],
  { scenario, packages }: Layer,
  signal: AbortSignal | undefined,
): Promise<string> {
  const [file, ...rest] = words as [string, ...string[]];
  return exec(file, rest, {
    deadlineS: DEADLINE_S,
    what: `the packages of ${scenario} (${packages.join(', ')}) could not be installed into its guest`,
    signal,
  });
}
