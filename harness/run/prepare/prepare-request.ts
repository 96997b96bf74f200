import type { Builder } from '../../machine/build/builder.js';
import type { DebianMirror } from '../../machine/debian/debian.js';
import type { KernelSource } from '../../machine/image/kernel.js';
import type { Store, Stored } from '../../machine/image/store.js';
import type { Artifact, Manifest, Notice, PinnedRecord, Scenario, UnavailableVariant } from '../../types.js';
import type { Settings } from '../config/settings.js';
import type { BundleParts } from '../trial/bundle.js';
import type { PinnedGuest } from './pinned-guest.js';

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

/** What guests boot from, by kernel, and by scenario where one has packages of its own. */
export interface Guest {
  rootfs: Stored;
  layers: Map<string, Stored>;
  kernels: Map<string, Stored>;
}

/** Everything that trials are made of, baked, fetched and built. */
export interface Prepared {
  /** Absent where a machine of its own builds and measures. */
  guest?: Guest;
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

/** What everything that is made needs: where it is kept, where packages come from, and which guest is made once more. */
export interface Workplace {
  store: Store;
  mirror: () => Promise<DebianMirror>;
  pinned: PinnedGuest | undefined;
  onProgress: (what: string) => void;
  signal: AbortSignal;
}
