import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { sandbox } from '../host/sandbox.testing.js';
import type { VagrantPlace } from './vagrant-place.js';

/**
 * Puts a script in the place of Vagrant for the rest of a test.
 * @param here what `sandbox` gave the same `describe`
 */
export function playedVagrant({ path }: ReturnType<typeof sandbox>): (script: string) => Promise<void> {
  const before = process.env.PATH;
  afterEach(() => {
    process.env.PATH = before;
  });
  return async (script) => {
    await mkdir(path('bin'), { recursive: true });
    await writeFile(path('bin/vagrant'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = [path('bin'), before].join(delimiter);
  };
}

/** Makes a place look as if the netknee that made it were gone. */
export function abandon({ folder }: VagrantPlace): void {
  const path = join(folder, 'owned.json');
  const owned = JSON.parse(readFileSync(path, 'utf8')) as { owner: { startTime: string } };
  writeFileSync(path, JSON.stringify({ ...owned, owner: { ...owned.owner, startTime: '1' } }));
}
