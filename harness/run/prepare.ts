import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import { debianMirror } from '../machine/debian.js';
import { type KernelSource, obtainKernel } from '../machine/kernel.js';
import { cacheFolder, packageRoot } from '../machine/places.js';
import { buildProgram, programPath } from '../machine/programs.js';
import { bakeRootfs } from '../machine/rootfs.js';
import { Store, type Stored } from '../machine/store.js';
import { buildVariant, variantPath } from '../machine/variant-build.js';
import type { Artifact, Scenario, UnavailableVariant } from '../types.js';
import type { BundleParts } from './bundle.js';
import { scenarioFolder } from './discover.js';
import type { Settings } from './settings.js';

export interface PrepareRequest {
  scenarios: Scenario[];
  kernels: KernelSource[];
  /** Which variants were asked for, and where packages and sources come from. */
  settings: Pick<Settings, 'variants' | 'debian' | 'clones'>;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** Everything that trials are made of, baked, fetched and built. */
export interface Prepared {
  rootfs: Stored;
  kernels: Map<string, Stored>;
  /** By scenario. */
  parts: Map<string, BundleParts>;
  artifacts: Artifact[];
  /** The same artifacts with their places in the store. */
  stored: Stored[];
  unavailable: UnavailableVariant[];
}

/** Bakes the guest and builds what goes into bundles; what stands in the cache is not made again. */
export async function prepare(request: PrepareRequest): Promise<Prepared> {
  const { signal, onProgress } = request;
  const store = new Store(cacheFolder());
  const mirror = () => debianMirror(request.settings.debian?.mirror ?? process.env.NETKNEE_DEBIAN_MIRROR);
  onProgress('guest: packages and kernel');
  const [rootfs, ...kernels] = await allOrFirstError([
    bakeRootfs(store, { mirror, signal }),
    ...request.kernels.map((source) => obtainKernel(store, source, { mirror, signal })),
  ]);
  const prepared: Prepared = {
    rootfs: rootfs as Stored,
    kernels: new Map(request.kernels.map((source, i) => [source.name, kernels[i] as Stored])),
    parts: new Map(),
    artifacts: [],
    stored: [],
    unavailable: [],
  };
  for (const one of [rootfs as Stored, ...kernels]) add(prepared, one);
  onProgress('probes');
  const probes = await buildAll(store, prepared, join(packageRoot, 'harness/probes'), signal);
  for (const scenario of request.scenarios) {
    const folder = join(scenarioFolder(scenario.name), 'guest');
    const programs = new Map([...probes, ...(await buildAll(store, prepared, folder, signal))]);
    const variants = new Map<string, string>();
    for (const variant of scenario.variants) {
      if (request.settings.variants !== undefined && !request.settings.variants.includes(variant.name))
        continue;
      onProgress(`${variant.tool} ${variant.name}`);
      try {
        const built = await buildVariant(store, prepared.rootfs, variant, {
          mirror,
          clones: request.settings.clones ?? {},
          signal,
        });
        add(prepared, built);
        variants.set(variant.name, variantPath(built, variant));
      } catch (error) {
        if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
        prepared.unavailable.push({
          name: variant.name,
          reason: error.message,
          remedy: error.details.remedy ?? '',
        });
      }
    }
    const scripts = (await readdir(folder))
      .filter((name) => name.endsWith('.sh'))
      .map((name) => join(folder, name));
    prepared.parts.set(scenario.name, { programs, variants, scripts });
  }
  return prepared;
}

function add(prepared: Prepared, stored: Stored): void {
  prepared.artifacts.push(stored.artifact);
  prepared.stored.push(stored);
}

/** Builds every C source of a folder. */
async function buildAll(store: Store, prepared: Prepared, folder: string, signal: AbortSignal) {
  const programs = new Map<string, string>();
  for (const name of (await readdir(folder)).filter((file) => /^[^.]+\.c$/.test(file)).sort()) {
    const built = await buildProgram(store, prepared.rootfs, join(folder, name), signal);
    add(prepared, built);
    programs.set(built.artifact.name, programPath(built));
  }
  return programs;
}

/** Waits for all even when one fails, so that nothing goes on behind the error. */
async function allOrFirstError<T>(promises: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
