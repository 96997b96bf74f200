import { identifySource } from '../harness/machine/build/variant-source.js';
import { debianMirror } from '../harness/machine/debian/debian.js';

/** Debian's source of iproute2, unpacked into a folder that is not there yet. */
export async function iproute2Source(into: string): Promise<void> {
  const source = { kind: 'debian-source', package: 'iproute2', suite: 'bookworm' } as const;
  const mirror = () => debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });
  const fetch = await (await identifySource(source, { mirror, clones: {} })).reach();
  await fetch(into);
}
