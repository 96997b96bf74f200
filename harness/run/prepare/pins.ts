import { basename, dirname } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { type PinnedPackage, pinnedDeb, pinnedDebs } from '../../machine/debian/pinned-package.js';
import { LAYER_PREFIX } from '../../machine/image/layer.js';
import type { Artifact, Manifest, Variant, VariantSource } from '../../types.js';
import type { Settings } from '../config/settings.js';
import { readManifest } from '../results/manifest.js';

/** What a manifest says of how its guest is made once more. */
export interface Pins {
  /** The run, for messages. */
  run: string;
  startedAt: string;
  artifacts: Artifact[];
  /** Of the guest: lines of `sha256  NAME_VERSION_ARCHITECTURE.deb`, and the same read. */
  packages: string;
  debs: PinnedPackage[];
  /** By scenario: lines of the packages that its guest has over these. */
  layers: Map<string, string>;
  /** By the name of the kernel: its package and the others that it was in; one of the user's own has none. */
  kernels: Map<string, { package: PinnedPackage; parts: PinnedPackage[] }>;
}

const refused = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });

/** The manifest that `--from-manifest` names: a results folder, or the file itself. */
export const readNamedManifest = (path: string): Promise<Manifest> =>
  readManifest(basename(path) === 'manifest.json' ? dirname(path) : path);

/**
 * Pure: what a manifest pins.
 * @param guest what this netknee bakes
 * @throws Failure when the manifest holds no baked guest, or one of another release or architecture
 */
export function pinsOf(manifest: Manifest, guest: { suite: string; architecture: string }): Pins {
  const { run, startedAt, artifacts, netknee } = manifest;
  const trees = artifacts.filter(({ kind }) => kind === 'rootfs');
  const { packages, suite = '' } = trees.find(({ details }) => details.over === undefined)?.details ?? {};
  if (packages === undefined) {
    throw refused(
      `the manifest of ${run} holds no list of packages: no guest was baked for it`,
      'Name a run of the provider qemu.',
    );
  }
  const debs = pinnedDebs(suite, packages);
  const architecture = debs.find((deb) => deb.architecture !== 'all')?.architecture ?? '';
  if (suite !== guest.suite || architecture !== guest.architecture) {
    throw refused(
      `the guest of ${run} is Debian ${suite} of ${architecture}; this netknee bakes ${guest.suite} of ${guest.architecture}`,
      `Use the netknee that made it: ${netknee.version}, commit ${netknee.commit}.`,
    );
  }
  const kernels = artifacts
    .filter(({ kind, details }) => kind === 'kernel' && details.source === 'debian')
    .map(({ name, details: { suite = '', ...of } }) => {
      const image = pinnedDeb(suite, of.package ?? '', of.packageSha256 ?? '');
      // Manifests from before their digests were written name them alone; each is at one version with the image.
      const parts = of.parts?.includes('  ') ? pinnedDebs(suite, of.parts) : [];
      return [name, { package: image, parts }] as const;
    });
  const layers = trees
    .filter(({ name, details }) => details.over !== undefined && name.startsWith(LAYER_PREFIX))
    .map(({ name, details }) => [name.slice(LAYER_PREFIX.length), details.packages ?? ''] as const);
  return {
    ...{ run, startedAt, artifacts, packages, debs },
    ...{ layers: new Map(layers), kernels: new Map(kernels) },
  };
}

/**
 * Pure: scenarios and kernels are those of the manifest, where nothing else is said; passes have kernels of their own.
 * @param folders of its scenarios that are none of netknee's own, as far as they may be loaded
 */
export function asPinned(
  settings: Settings,
  { scenarios, artifacts, plan }: Manifest,
  folders: readonly string[] = [],
): Settings {
  const timed = new Set(plan.trials.filter(({ pass }) => pass === undefined).map(({ kernel }) => kernel));
  const all = artifacts.filter(({ kind }) => kind === 'kernel').map(({ name }) => name);
  const kernels = timed.size === 0 ? all : all.filter((name) => timed.has(name));
  return {
    ...settings,
    scenarios:
      settings.scenarios ??
      scenarios.map(({ name }) => folders.find((one) => basename(one) === name) ?? name),
    kernel: settings.kernel ?? kernels,
  };
}

/** How a source is called in the details of what was built from it. */
const KIND_OF: Record<string, VariantSource['kind']> = {
  git: 'git',
  'debian-source': 'debian-source',
  path: 'path',
  distribution: 'guest',
};

/**
 * Pure: the variant with the manifest's source alone, at its version; undefined when the manifest has no build of it, or
 * one of a source that the variant does not have.
 */
export function pinVariant(variant: Variant, { artifacts }: Pick<Pins, 'artifacts'>): Variant | undefined {
  const details = artifacts.find(({ kind, name }) => kind === 'variant' && name === variant.name)?.details;
  const of = variant.sources.filter(({ kind }) => kind === KIND_OF[details?.source ?? '']);
  const source = of.find((one) => one.kind === 'git' && one.commit === details?.commit) ?? of[0];
  if (details === undefined || source === undefined) return undefined;
  return { ...variant, sources: [pinSource(source, details)] };
}

function pinSource(source: VariantSource, details: Record<string, string>): VariantSource {
  const { commit = '', tag = '', version = '', dscSha256 = '', suite = '' } = details;
  if (source.kind === 'git') return { ...source, commit, tag };
  if (source.kind === 'debian-source') return { ...source, suite, exactly: { version, dscSha256 } };
  return source;
}
