import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { Builder } from '../../machine/build/builder.js';
import { buildModule, modulePath } from '../../machine/build/kernel-module.js';
import { buildProgram, programPath } from '../../machine/build/programs.js';
import { rootfsBuilder } from '../../machine/build/rootfs-builder.js';
import { buildVariant, variantPath } from '../../machine/build/variant-build.js';
import type { DebianMirror } from '../../machine/debian/debian.js';
import { sha256Folder } from '../../machine/files/digest.js';
import { cacheFolder, packageRoot } from '../../machine/host/places.js';
import { type KernelSource, obtainKernel } from '../../machine/image/kernel.js';
import { bakeLayer } from '../../machine/image/layer.js';
import { bakeRootfs } from '../../machine/image/rootfs.js';
import { Store, type Stored } from '../../machine/image/store.js';
import type {
  Artifact,
  Manifest,
  Notice,
  PinnedRecord,
  Scenario,
  UnavailableVariant,
  Variant,
} from '../../types.js';
import { mirrorOf } from '../config/mirror-of.js';
import type { Settings } from '../config/settings.js';
import { scenarioFolder } from '../plan/discover.js';
import { requireTools } from '../requirements/requirements.js';
import type { BundleParts } from '../trial/bundle.js';
import { comparePinned } from './pinned-differences.js';
import { layerPin, type PinnedGuest, pinnedGuest, pinOf, requirePinned } from './pinned-guest.js';
import { pinVariant } from './pins.js';

export interface PrepareRequest {
  scenarios: Scenario[];
  kernels: KernelSource[];
  /** Which variants were asked for, and where packages and sources come from. */
  settings: Pick<Settings, 'variants' | 'debian' | 'clones' | 'from-manifest'>;
  /** A machine that builds; without one the guest is baked and builds. */
  builder?: Builder | undefined;
  /** What a run that goes on was begun with: it is taken from the cache, by its digests, as long as it stands there. */
  recorded?: Pick<Manifest, 'artifacts' | 'unavailable'> | undefined;
  /** Takes what is in the cache, makes nothing and asks no network. @throws Failure (prerequisite) when guest, kernel or a program is not there */
  onlyCached?: boolean | undefined;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}

/** Everything that trials are made of, baked, fetched and built. */
export interface Prepared {
  /** What guests boot from, by kernel, and by scenario where one has packages of its own; absent where a machine of its own builds and measures. */
  guest?: { rootfs: Stored; layers: Map<string, Stored>; kernels: Map<string, Stored> };
  /** By scenario. */
  parts: Map<string, BundleParts>;
  artifacts: Artifact[];
  /** The same artifacts with their places in the store. */
  stored: Stored[];
  unavailable: UnavailableVariant[];
  /** What else is not as planned. */
  notices: Notice[];
  /** Of what was made from a manifest: whether it came out the same. */
  pinned?: PinnedRecord;
}

const BAKE_NEW = 'Bake it without --from-manifest: it is then made of what there is today.';

/** Bakes the guest and builds what goes into bundles; what stands in the cache is not made again. */
export async function prepare(request: PrepareRequest): Promise<Prepared> {
  const { settings, signal } = request;
  const store = new Store(cacheFolder(), beforeMaking(request), request.recorded?.artifacts);
  const find = mirrorOf(settings.debian);
  let notice: string | undefined;
  const mirror = async () => {
    const found = await find();
    notice = found.notice;
    return found;
  };
  const pinned = await pinnedGuest(store, settings, mirror, signal);
  try {
    const prepared = await make(request, store, mirror, pinned);
    if (notice !== undefined) prepared.notices.push({ severity: 'warning', text: notice });
    if (pinned === undefined) return prepared;
    return {
      ...prepared,
      pinned: { run: pinned.run, ...comparePinned(prepared.artifacts, pinned.artifacts) },
    };
  } finally {
    await pinned?.archives.end();
  }
}

/** What making something takes is asked for when something must be made: a machine with a full cache needs none of it. */
function beforeMaking({ builder, onlyCached }: PrepareRequest): () => Promise<void> {
  if (onlyCached === true) {
    return async () => {
      throw new Failure({ what: 'not all of it is in the cache', exit: EXIT.prerequisite });
    };
  }
  // A machine that builds has its own tool chain; where sources can't be had, the variant says so.
  if (builder !== undefined) return async () => {};
  let checked: Promise<void> | undefined;
  return () => {
    checked ??= requireTools(['baking']);
    return checked;
  };
}

async function make(
  request: PrepareRequest,
  store: Store,
  mirror: () => Promise<DebianMirror>,
  pinned: PinnedGuest | undefined,
): Promise<Prepared> {
  const { settings, signal, onProgress } = request;
  const options = {
    mirror,
    clones: settings.clones ?? {},
    archives: pinned?.archives,
    offline: request.onlyCached,
    signal,
  };
  const isWanted = ({ name }: Variant) => settings.variants?.includes(name) ?? true;
  const prepared: Prepared = {
    parts: new Map(),
    artifacts: [],
    stored: [],
    unavailable: [],
    notices: [],
  };
  if (pinned !== undefined) {
    if (request.builder !== undefined) {
      throw new Failure({
        what: 'a manifest is baked into a guest, and this provider has a machine of its own',
        exit: EXIT.usage,
        remedy: 'Leave out --from-manifest, or say --provider qemu.',
      });
    }
    onProgress(`the packages of ${pinned.run}`);
    const variants = request.scenarios.flatMap((scenario) => scenario.variants.filter(isWanted));
    await requirePinned(store, pinned, { ...request, variants }, options);
  }
  const common = request.builder ?? (await bake(request, store, mirror, prepared, pinned));
  onProgress('probes');
  const probes = await buildAll(store, common, prepared, join(packageRoot, 'harness/probes'), signal);
  for (const scenario of request.scenarios) {
    const folder = join(scenarioFolder(scenario), 'guest');
    const builder = await builderOf(scenario, request, store, mirror, prepared, pinned, common);
    const programs = new Map([...probes, ...(await buildAll(store, builder, prepared, folder, signal))]);
    const variants = new Map<string, string>();
    for (const named of scenario.variants.filter(isWanted)) {
      const absent = request.recorded?.unavailable.find(({ name }) => name === named.name);
      if (absent !== undefined) {
        prepared.unavailable.push(absent);
        continue;
      }
      const variant = pinned === undefined ? named : pinVariant(named, pinned);
      if (variant === undefined) {
        const reason = `the manifest of ${pinned?.run} has no build of it from a source that it has here`;
        prepared.unavailable.push({ name: named.name, reason, remedy: BAKE_NEW });
        continue;
      }
      onProgress(`${variant.tool} ${variant.name}`);
      try {
        const built = await buildVariant(store, builder, variant, options);
        add(prepared, built);
        variants.set(variant.name, variantPath(built, variant));
        if (await isOfAnotherTree(variant, built)) {
          const text = `variant ${variant.name} is the build that the run was begun with; its source tree is another now`;
          prepared.notices.push({ severity: 'warning', text });
        }
      } catch (error) {
        const isMissing = error instanceof Failure && error.details.exit === EXIT.prerequisite;
        const isOwn = named.sources.every(({ kind }) => kind === 'path');
        // What a manifest has is had, or nothing is; and nobody waits for a run without the tree that it was to be about.
        if (!isMissing || pinned !== undefined || isOwn) throw error;
        prepared.unavailable.push({
          name: variant.name,
          reason: error.message,
          remedy: error.details.remedy ?? '',
        });
      }
    }
    if (request.onlyCached !== true) requireOne(scenario, variants, prepared);
    const scripts = (await filesOf(folder))
      .filter((name) => name.endsWith('.sh'))
      .map((name) => join(folder, name));
    const modules = await buildModules(store, scenario, prepared, request, mirror);
    prepared.parts.set(scenario.name, { programs, variants, modules, scripts });
  }
  return prepared;
}

/** @throws Failure (prerequisite) when a scenario that compares variants has none: its first trial would fail, booted in vain */
function requireOne(
  { name, variants }: Scenario,
  built: ReadonlyMap<string, string>,
  { unavailable }: Prepared,
): void {
  const reasons = unavailable.filter((absent) => variants.some((variant) => variant.name === absent.name));
  if (built.size > 0 || reasons.length === 0) return;
  throw new Failure({
    what: `${name} can't be measured: none of its variants is there`,
    exit: EXIT.prerequisite,
    tail: reasons.map((one) => `${one.name}: ${one.reason}`).join('\n'),
    remedy: reasons.map(({ remedy }) => remedy).find((remedy) => remedy !== ''),
  });
}

/** Whether a variant of the user's own tree was built of what does not stand there any more. */
async function isOfAnotherTree({ sources }: Variant, { artifact }: Stored): Promise<boolean> {
  const { treeSha256 } = artifact.details;
  const [source] = sources;
  if (treeSha256 === undefined || source?.kind !== 'path') return false;
  return !existsSync(source.path) || (await sha256Folder(source.path)) !== treeSha256;
}

/** The scenario's kernel modules, by kernel. One that can't be built is left out: a step that loads it says so. */
async function buildModules(
  store: Store,
  scenario: Scenario,
  prepared: Prepared,
  { onProgress, signal }: PrepareRequest,
  mirror: () => Promise<DebianMirror>,
): Promise<Map<string, Map<string, string>>> {
  const modules = new Map<string, Map<string, string>>();
  const { guest } = prepared;
  if (guest === undefined) return modules;
  for (const { name, kernels } of scenario.kernelModules ?? []) {
    const source = join(scenarioFolder(scenario), 'guest/modules', `${name}.c`);
    for (const [kernelName, kernel] of guest.kernels) {
      if (!kernels.includes(kernelName)) continue;
      onProgress(`module ${name} for kernel ${kernelName}`);
      try {
        const built = await buildModule(store, { source, kernel, rootfs: guest.rootfs, mirror, signal });
        add(prepared, built);
        modules.set(kernelName, new Map([...(modules.get(kernelName) ?? []), [name, modulePath(built)]]));
      } catch (error) {
        if (!(error instanceof Failure) || error.details.exit !== EXIT.prerequisite) throw error;
        const text = `module ${name} is not in this run for kernel ${kernelName}: ${error.message}`;
        prepared.notices.push({ severity: 'warning', text });
      }
    }
  }
  return modules;
}

/** The guest's root file system and its kernels. @returns what builds in it */
async function bake(
  { kernels, onProgress, signal }: PrepareRequest,
  store: Store,
  mirror: () => Promise<DebianMirror>,
  prepared: Prepared,
  pinned: PinnedGuest | undefined,
): Promise<Builder> {
  onProgress('guest: packages and kernel');
  const [rootfs, ...images] = (await allOrFirstError([
    bakeRootfs(store, { mirror, pin: pinned, signal }),
    ...kernels.map((source) =>
      obtainKernel(store, source, { mirror, pin: pinned && pinOf(pinned, source), signal }),
    ),
  ])) as [Stored, ...Stored[]];
  for (const one of [rootfs, ...images]) add(prepared, one);
  const byName = new Map(kernels.map(({ name }, i) => [name, images[i] as Stored]));
  prepared.guest = { rootfs, layers: new Map(), kernels: byName };
  return rootfsBuilder(rootfs);
}

/** What builds a scenario's own programs: the tree of its own guest, where it has packages. */
async function builderOf(
  { name, packages = [] }: Scenario,
  { onProgress, signal }: PrepareRequest,
  store: Store,
  mirror: () => Promise<DebianMirror>,
  { guest, ...prepared }: Prepared,
  pinned: PinnedGuest | undefined,
  common: Builder,
): Promise<Builder> {
  if (guest === undefined || packages.length === 0) return common;
  onProgress(`packages of ${name}: ${packages.join(', ')}`);
  const layer = { scenario: name, packages, over: guest.rootfs };
  const pin = pinned === undefined ? undefined : layerPin(pinned, name);
  const stored = await bakeLayer(store, layer, { mirror, pin, signal });
  add(prepared, stored);
  guest.layers.set(name, stored);
  return rootfsBuilder(stored);
}

function add(prepared: Pick<Prepared, 'artifacts' | 'stored'>, stored: Stored): void {
  prepared.artifacts.push(stored.artifact);
  prepared.stored.push(stored);
}

/** Names of the files of a folder; none where a scenario has no such folder. */
const filesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

/** Builds every C source of a folder. */
async function buildAll(
  store: Store,
  builder: Builder,
  prepared: Prepared,
  folder: string,
  signal: AbortSignal,
) {
  const programs = new Map<string, string>();
  for (const name of (await filesOf(folder)).filter((file) => /^[^.]+\.c$/.test(file)).sort()) {
    const built = await buildProgram(store, builder, join(folder, name), signal);
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
