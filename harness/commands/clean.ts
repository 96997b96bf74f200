import { rm } from 'node:fs/promises';
import { cleanLeftovers } from '../machine/leftovers.js';
import { cacheFolder } from '../machine/places.js';
import { tidyFolder } from '../run/tidy-folder.js';

/** Removes what killed runs left; with `--cache` the images and builds too. */
export async function clean(options: { cache?: boolean }): Promise<void> {
  const removed = await cleanLeftovers(tidyFolder);
  for (const line of removed) process.stdout.write(`${line}\n`);
  if (removed.length === 0) process.stdout.write('nothing was left behind\n');
  if (options.cache === true) {
    await rm(cacheFolder(), { recursive: true, force: true });
    process.stdout.write(`removed ${cacheFolder()}\n`);
  }
}
