import { EXIT, Failure } from '../../failure.js';
import { identifySource, pinnedSource, type SourceOptions } from '../../machine/build/variant-source.js';
import type { DebianMirror } from '../../machine/debian/debian.js';
import { PinnedArchives } from '../../machine/debian/pinned-archives.js';
import { pinnedDebs } from '../../machine/debian/pinned-package.js';
import { findKernel, type KernelSource } from '../../machine/image/kernel.js';
import { findLayer } from '../../machine/image/layer.js';
import { findRootfs, GUEST_ARCHITECTURE, GUEST_SUITE } from '../../machine/image/rootfs.js';
import type { Store } from '../../machine/image/store.js';
import type { Scenario, Variant } from '../../types.js';
import type { Settings } from '../config/settings.js';
import { type Pins, pinsOf, pinVariant, readNamedManifest } from './pins.js';

/** A manifest whose guest is to be made once more, and the archives that its packages are looked for in. */
export interface PinnedGuest extends Pins {
  archives: PinnedArchives;
}

/** What `from-manifest` says; undefined when it says nothing. */
export async function pinnedGuest(
  store: Store,
  settings: Pick<Settings, 'from-manifest' | 'debian'>,
  mirror: () => Promise<DebianMirror>,
  signal: AbortSignal,
): Promise<PinnedGuest | undefined> {
  const path = settings['from-manifest'];
  if (path === undefined) return undefined;
  const pins = pinsOf(await readNamedManifest(path), {
    suite: GUEST_SUITE,
    architecture: GUEST_ARCHITECTURE,
  });
  const archives = new PinnedArchives({
    store: store.folder,
    mirror,
    snapshot: snapshotOf(settings.debian),
    what: `the guest of ${pins.run} can't be baked once more`,
    remedy: remedyOf(pins),
    signal,
  });
  return { ...pins, archives };
}

function snapshotOf(debian: Settings['debian']): DebianMirror | undefined {
  if (debian?.snapshot === undefined) return undefined;
  return {
    main: debian.snapshot,
    security: debian['snapshot-security'],
    keys: debian.keyring === undefined ? [] : [debian.keyring],
    dated: true,
  };
}

/** Debian's own archive of the day of the run; it answers any time with the state it had then. */
function remedyOf({ startedAt }: Pins): string {
  const stamp = startedAt.replace(/[-:]|\.\d+/g, '');
  const at = (archive: string) => `"https://snapshot.debian.org/archive/${archive}/${stamp}/"`;
  return (
    'Name a dated archive that has them in netknee.config.yaml:\n' +
    `debian: {snapshot: ${at('debian')}, snapshot-security: ${at('debian-security')}}`
  );
}

/** The kernel's package. @throws Failure when the manifest has no kernel of that name */
export function pinOf(guest: PinnedGuest, source: KernelSource) {
  if (source.kind === 'path') return undefined;
  const pinned = guest.kernels.get(source.name);
  if (pinned !== undefined) return { ...pinned, archives: guest.archives };
  throw new Failure({
    what: `kernel ${source.name} is not in the manifest of ${guest.run}`,
    exit: EXIT.usage,
    remedy: `Say --kernel with one it has: ${[...guest.kernels.keys()].join(', ')}.`,
  });
}

/** The packages of a scenario's layer. @throws Failure when the manifest has none for it */
export function layerPin({ run, layers, archives }: PinnedGuest, scenario: string) {
  const packages = layers.get(scenario);
  if (packages !== undefined) return { packages, archives };
  throw new Failure({
    what: `the manifest of ${run} has no packages of ${scenario}, which names some today`,
    exit: EXIT.usage,
    remedy: 'Use the scenario as it was then, or bake without --from-manifest.',
  });
}

/**
 * Looks for everything before anything is made. What stands in the store is not looked for.
 * @throws Failure that lists all that can't be had
 */
export async function requirePinned(
  store: Store,
  guest: PinnedGuest,
  { scenarios, kernels, variants }: { scenarios: Scenario[]; kernels: KernelSource[]; variants: Variant[] },
  options: SourceOptions,
): Promise<void> {
  const wanted = [];
  for (const source of kernels) {
    const pin = pinOf(guest, source);
    if (source.kind === 'path' || pin === undefined) continue;
    if ((await findKernel(store, source, pin.package)) === undefined) wanted.push(pin.package, ...pin.parts);
  }
  const others: string[] = [];
  const rootfs = await findRootfs(store, guest.packages);
  for (const { name: scenario, packages = [] } of scenarios) {
    if (packages.length === 0) continue;
    const pin = layerPin(guest, scenario).packages;
    const layer = rootfs && (await findLayer(store, { scenario, packages, over: rootfs }, pin));
    if (layer === undefined) wanted.push(...pinnedDebs(GUEST_SUITE, pin));
  }
  // What is built in a guest that stands may stand too: it says itself what it lacks.
  if (rootfs === undefined) {
    wanted.push(...guest.debs);
    for (const variant of variants) {
      for (const source of pinVariant(variant, guest)?.sources ?? []) {
        if (source.kind === 'debian-source') wanted.push(pinnedSource(source) ?? []);
        if (source.kind !== 'git') continue;
        const problem = await reachProblem(source, options);
        if (problem !== undefined) others.push(`variant ${variant.name}: ${problem}`);
      }
    }
  }
  await guest.archives.require(wanted.flat(), others);
}

async function reachProblem(
  source: Parameters<typeof identifySource>[0],
  options: SourceOptions,
): Promise<string | undefined> {
  try {
    await (await identifySource(source, options)).reach();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
    return [error.message, error.details.tail, error.details.remedy].filter(Boolean).join('\n');
  }
}
