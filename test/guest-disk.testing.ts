import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { debianMirror } from '../harness/machine/debian/debian.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { temporaryFolder } from './netknee.testing.js';

let made: Promise<string> | undefined;

/**
 * A disk with the oldest Debian that is served, for Vagrant and as a cloud image; built once. NETKNEE_TEST_DISK names one
 * that was built before.
 */
export function guestDisk(): Promise<string> {
  const built = process.env.NETKNEE_TEST_DISK;
  made ??= built === undefined ? make() : Promise.resolve(built);
  return made;
}

// Begun beside the tests that need no guest, which come first: it takes a minute and a half. Whoever needs it hears why
// it failed.
before(() => {
  if (process.getuid?.() === 0) guestDisk().catch(() => {});
});

async function make(): Promise<string> {
  const { main } = await debianMirror({ mirror: process.env.NETKNEE_DEBIAN_MIRROR });
  const disk = join(await temporaryFolder(), 'disk.qcow2');
  const { failed, stderr } = await execa('sh', [join(packageRoot, 'test/disk-image.sh'), disk], {
    env: { MIRROR: main },
    reject: false,
  });
  assert.ok(!failed, stderr);
  return disk;
}
