import type { Builder } from '../../machine/build/builder.js';
import { rootfsBuilder } from '../../machine/build/rootfs-builder.js';
import { type KernelSource, obtainKernel } from '../../machine/image/kernel.js';
import { bakeLayer } from '../../machine/image/layer.js';
import { bakeRootfs } from '../../machine/image/rootfs.js';
import type { Stored } from '../../machine/image/store.js';
import type { Scenario } from '../../types.js';
import { layerPin, pinOf } from './pinned-guest.js';
import type { Guest, Workplace } from './prepare-request.js';

/** The guest's root file system and its kernels, without layers. */
export async function bakeCommon(
  kernels: readonly KernelSource[],
  { store, mirror, pinned: pin, onProgress, signal }: Workplace,
): Promise<Guest> {
  onProgress('guest: packages and kernel');
  const [rootfs, ...images] = (await allOrFirstError([
    bakeRootfs(store, { mirror, pin, signal }),
    ...kernels.map((source) =>
      obtainKernel(store, source, { mirror, pin: pin && pinOf(pin, source), signal }),
    ),
  ])) as [Stored, ...Stored[]];
  const byName = new Map(kernels.map(({ name }, i) => [name, images[i] as Stored]));
  return { rootfs, layers: new Map(), kernels: byName };
}

/** A scenario's own packages over the common tree; undefined where it has none, or no guest is baked. */
export async function bakeScenarioLayer(
  { name, packages = [] }: Scenario,
  guest: Guest | undefined,
  { store, mirror, pinned, onProgress, signal }: Workplace,
): Promise<Stored | undefined> {
  if (guest === undefined || packages.length === 0) return undefined;
  onProgress(`packages of ${name}: ${packages.join(', ')}`);
  const layer = { scenario: name, packages, over: guest.rootfs };
  const pin = pinned === undefined ? undefined : layerPin(pinned, name);
  return await bakeLayer(store, layer, { mirror, pin, signal });
}

/** What builds a scenario's own programs: the tree of its own guest, where it has packages. */
export const builderOver = (layer: Stored | undefined, common: Builder): Builder =>
  layer === undefined ? common : rootfsBuilder(layer);

/** Waits for all even when one fails, so that nothing goes on behind the error. */
async function allOrFirstError<T>(promises: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
